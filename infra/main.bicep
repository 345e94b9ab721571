// The whole service in a resource group of its own: az deployment sub create, or azd up (docs/deploy.md).
// Who may not deploy to a subscription deploys service.bicep to a resource group that is there.
targetScope = 'subscription'

@description('Names the deployment; part of the names of all that is made.')
@minLength(2)
@maxLength(12)
param environmentName string

@description('Region, for example westeurope.')
param location string

@description('Resource group that is made.')
param resourceGroupName string = 'rg-${environmentName}'

@description('Image of the function app, registry and digest or tag included. Empty: everything but the app, which needs the registry first.')
param image string = ''

@description('How the app learns of new files. Polling needs no key; Event Grid scales out.')
@allowed(['LogsAndContainerScan', 'EventGrid'])
param blobSource string = 'LogsAndContainerScan'

@description('Address that Event Grid calls, with its key; given when deploying and kept nowhere. Empty: no subscription yet.')
@secure()
param eventWebhook string = ''

@description('Storage and app in a virtual network, the storage without a public address.')
param privateNetwork bool = false

@description('Days after which an input file is deleted, answered or not; 0 keeps them.')
@minValue(0)
param inputRetentionDays int = 30

@description('Days after which an output file is deleted; 0 keeps them.')
@minValue(0)
param outputRetentionDays int = 0

@description('Days in which what was deleted or overwritten can be restored.')
@minValue(1)
@maxValue(365)
param softDeleteDays int = 7

@description('Replicas that always run. Polling needs at least one.')
@minValue(0)
param minReplicas int = 1

@description('Replicas at most.')
@minValue(1)
param maxReplicas int = 1

@description('Settings of the redaction that differ from their defaults, by name: { REDACT_POLICY: \'all-text\' }.')
param redactionSettings object = {}

@description('Whether an input file is deleted once its result is complete.')
@allowed(['keep', 'delete'])
param onSuccess string = 'keep'

@description('Who gets the alerts by mail. Empty: nobody; they stand in the portal.')
param alertEmail string = ''

var tags = { 'azd-env-name': environmentName }

resource group 'Microsoft.Resources/resourceGroups@2024-11-01' = {
  name: resourceGroupName
  location: location
  tags: tags
}

module service 'service.bicep' = {
  name: 'service'
  scope: group
  params: {
    environmentName: environmentName
    location: location
    tags: tags
    image: image
    blobSource: blobSource
    eventWebhook: eventWebhook
    privateNetwork: privateNetwork
    inputRetentionDays: inputRetentionDays
    outputRetentionDays: outputRetentionDays
    softDeleteDays: softDeleteDays
    minReplicas: minReplicas
    maxReplicas: maxReplicas
    redactionSettings: redactionSettings
    onSuccess: onSuccess
    alertEmail: alertEmail
  }
}

// azd keeps these in its environment, and infra/publish.sh reads them there.
output AZURE_RESOURCE_GROUP string = group.name
output AZURE_CONTAINER_REGISTRY_NAME string = service.outputs.registryName
output AZURE_CONTAINER_REGISTRY_ENDPOINT string = service.outputs.registryServer
output STORAGE_ACCOUNT string = service.outputs.storageName
output APP_NAME string = service.outputs.appName
