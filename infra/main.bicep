// The whole service in a resource group of its own: az deployment sub create, or azd up (docs/deploy.md).
// Who may not deploy to a subscription deploys service.bicep to a resource group that is there.
targetScope = 'subscription'

import { Options } from 'modules/types.bicep'

@description('Names the deployment; part of the names of all that is made.')
@minLength(2)
@maxLength(12)
param environmentName string

@description('Region, for example westeurope.')
param location string

@description('Resource group that is made.')
param resourceGroupName string = 'rg-${environmentName}'

@description('Image of the service, registry and digest or tag included. Empty: everything but the app, which needs the registry first.')
param image string = ''

@description('All else that can be chosen.')
param options Options = {}

var tags = { 'azd-env-name': environmentName }

resource group 'Microsoft.Resources/resourceGroups@2025-04-01' = {
  name: resourceGroupName
  location: location
  tags: tags
}

module service 'service.bicep' = {
  scope: group
  params: {
    environmentName: environmentName
    location: location
    tags: tags
    image: image
    options: options
  }
}

// azd keeps these in its environment, and infra/publish.sh reads them there.
output AZURE_RESOURCE_GROUP string = group.name
output AZURE_CONTAINER_REGISTRY_NAME string = service.outputs.registryName
output AZURE_CONTAINER_REGISTRY_ENDPOINT string = service.outputs.registryServer
output STORAGE_ACCOUNT string = service.outputs.storageName
output APP_NAME string = service.outputs.appName
