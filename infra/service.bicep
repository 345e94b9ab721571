// All parts of the service within one resource group, and what each is told of the others.

@minLength(2)
@maxLength(12)
param environmentName string
param location string = resourceGroup().location
param tags object = {}
param image string = ''
@allowed(['LogsAndContainerScan', 'EventGrid'])
param blobSource string = 'LogsAndContainerScan'
@secure()
param eventWebhook string = ''
param privateNetwork bool = false
@minValue(0)
param inputRetentionDays int = 30
@minValue(0)
param outputRetentionDays int = 0
@minValue(1)
@maxValue(365)
param softDeleteDays int = 7
@minValue(0)
param minReplicas int = 1
@minValue(1)
param maxReplicas int = 1
param redactionSettings object = {}
@allowed(['keep', 'delete'])
param onSuccess string = 'keep'
param alertEmail string = ''

var inputContainer = 'input'
var outputContainer = 'output'
var deadLetterContainer = 'dead-letter'
// 13 letters and digits that are the same for each deployment into this group.
var token = uniqueString(resourceGroup().id, environmentName)
var appName = 'ca-redact-${environmentName}'
var withEvents = blobSource == 'EventGrid'
// Polling looks for new files only while a replica runs.
var replicasAtLeast = withEvents ? minReplicas : max(minReplicas, 1)

module identity 'modules/identity.bicep' = {
  name: 'identity'
  params: {
    name: 'id-redact-${environmentName}'
    location: location
    tags: tags
  }
}

module network 'modules/network.bicep' = if (privateNetwork) {
  name: 'network'
  params: {
    name: 'vnet-redact-${environmentName}'
    location: location
    tags: tags
    storageId: storage.outputs.id
  }
}

module storage 'modules/storage.bicep' = {
  name: 'storage'
  params: {
    name: 'st${token}'
    location: location
    tags: tags
    inputContainer: inputContainer
    outputContainer: outputContainer
    deadLetterContainer: deadLetterContainer
    withDeadLetters: withEvents
    privateNetwork: privateNetwork
    inputRetentionDays: inputRetentionDays
    outputRetentionDays: outputRetentionDays
    softDeleteDays: softDeleteDays
  }
}

module registry 'modules/registry.bicep' = {
  name: 'registry'
  params: {
    name: 'cr${token}'
    location: location
    tags: tags
  }
}

module monitoring 'modules/monitoring.bicep' = {
  name: 'monitoring'
  params: {
    workspaceName: 'log-redact-${environmentName}'
    insightsName: 'appi-redact-${environmentName}'
    location: location
    tags: tags
  }
}

module roles 'modules/roles.bicep' = {
  name: 'roles'
  params: {
    principalId: identity.outputs.principalId
    storageName: storage.outputs.name
    registryName: registry.outputs.name
    insightsName: monitoring.outputs.insightsName
  }
}

module containers 'modules/environment.bicep' = {
  name: 'environment'
  params: {
    name: 'cae-redact-${environmentName}'
    location: location
    tags: tags
    workspaceId: monitoring.outputs.workspaceId
    subnetId: privateNetwork ? network!.outputs.appsSubnetId : ''
    // Event Grid comes from outside, so it has to be let in.
    internal: privateNetwork && !withEvents
  }
}

module app 'modules/app.bicep' = if (!empty(image)) {
  name: 'app'
  params: {
    name: appName
    location: location
    tags: tags
    image: image
    environmentId: containers.outputs.id
    identityId: identity.outputs.id
    identityClientId: identity.outputs.clientId
    registryServer: registry.outputs.server
    blobUri: storage.outputs.blobUri
    queueUri: storage.outputs.queueUri
    insightsAddress: monitoring.outputs.insightsAddress
    hostId: 'redact${token}'
    inputContainer: inputContainer
    outputContainer: outputContainer
    blobSource: blobSource
    onSuccess: onSuccess
    redactionSettings: redactionSettings
    minReplicas: replicasAtLeast
    maxReplicas: max(replicasAtLeast, maxReplicas)
  }
  dependsOn: [roles]
}

module events 'modules/events.bicep' = if (withEvents) {
  name: 'events'
  params: {
    name: 'egst-redact-${environmentName}'
    location: location
    tags: tags
    storageName: storage.outputs.name
    inputContainer: inputContainer
    deadLetterContainer: deadLetterContainer
    webhook: eventWebhook
  }
}

module alerts 'modules/alerts.bicep' = if (!empty(image)) {
  name: 'alerts'
  params: {
    prefix: 'redact-${environmentName}'
    location: location
    tags: tags
    workspaceId: monitoring.outputs.workspaceId
    appId: app!.outputs.id
    memoryBytes: app!.outputs.memoryBytes
    email: alertEmail
  }
}

output registryName string = registry.outputs.name
output registryServer string = registry.outputs.server
output storageName string = storage.outputs.name
output appName string = appName
