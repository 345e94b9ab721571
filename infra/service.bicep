// All parts of the service within one resource group, and what each is told of the others.

import { Options, Tags } from 'modules/types.bicep'

@minLength(2)
@maxLength(12)
param environmentName string
param location string = resourceGroup().location
param tags Tags = {}
param image string = ''
param options Options = {}

var ingest = options.?ingest ?? 'blob'
var inputContainer = options.?inputContainer ?? 'input'
var outputContainer = options.?outputContainer ?? 'output'
var inputQueue = options.?inputQueue ?? 'input'
var onSuccess = options.?onSuccess ?? 'keep'
var redaction = options.?redaction ?? {}
var privateNetwork = options.?privateNetwork ?? false
// A file waits for no other in a replica of one processor; the blob trigger shares two among its workers.
var processors = options.?processors ?? (ingest == 'queue' ? 1 : 2)
var minReplicas = options.?minReplicas ?? 1
var maxReplicas = options.?maxReplicas ?? 10
var messagesPerReplica = options.?messagesPerReplica ?? 100
var inputRetentionDays = options.?inputRetentionDays ?? 30
var outputRetentionDays = options.?outputRetentionDays ?? 0
var softDeleteDays = options.?softDeleteDays ?? 7
var logRetentionDays = options.?logRetentionDays ?? 30
var alertEmail = options.?alertEmail ?? ''
var alertAfterHours = options.?alertAfterHours ?? 1
var alertQueueLength = options.?alertQueueLength ?? 100000
var alertRefusedPercent = options.?alertRefusedPercent ?? 5

var deadLetterContainer = 'dead-letter'
// 13 letters and digits that are the same for each deployment into this group.
var token = uniqueString(resourceGroup().id, environmentName)
var appName = 'ca-redact-${environmentName}'
var identityName = 'id-redact-${environmentName}'
var insightsName = 'appi-redact-${environmentName}'
var registryName = 'cr${token}'
var storageName = 'st${token}'

module identity 'modules/identity.bicep' = {
  params: {
    name: identityName
    location: location
    tags: tags
  }
}

module storage 'modules/storage.bicep' = {
  params: {
    name: storageName
    location: location
    tags: tags
    inputContainer: inputContainer
    outputContainer: outputContainer
    deadLetterContainer: deadLetterContainer
    inputQueue: inputQueue
    ingest: ingest
    privateNetwork: privateNetwork
    inputRetentionDays: inputRetentionDays
    outputRetentionDays: outputRetentionDays
    softDeleteDays: softDeleteDays
  }
}

module network 'modules/network.bicep' = if (privateNetwork) {
  params: {
    name: 'vnet-redact-${environmentName}'
    location: location
    tags: tags
    storageId: storage.outputs.id
  }
}

module registry 'modules/registry.bicep' = {
  params: {
    name: registryName
    location: location
    tags: tags
  }
}

module monitoring 'modules/monitoring.bicep' = {
  params: {
    workspaceName: 'log-redact-${environmentName}'
    insightsName: insightsName
    location: location
    tags: tags
    retentionDays: logRetentionDays
  }
}

module roles 'modules/roles.bicep' = {
  params: {
    identityName: identityName
    storageName: storageName
    registryName: registryName
    insightsName: insightsName
    ingest: ingest
    token: token
  }
  dependsOn: [identity, storage, registry, monitoring]
}

module containers 'modules/environment.bicep' = {
  params: {
    name: 'cae-redact-${environmentName}'
    location: location
    tags: tags
    workspaceId: monitoring.outputs.workspaceId
    subnetId: privateNetwork ? network!.outputs.appsSubnetId : ''
  }
}

module app 'modules/app.bicep' = if (!empty(image)) {
  params: {
    name: appName
    location: location
    tags: tags
    image: image
    environmentId: containers.outputs.id
    identityId: identity.outputs.id
    identityClientId: identity.outputs.clientId
    registryServer: registry.outputs.server
    storageName: storageName
    blobUri: storage.outputs.blobUri
    queueUri: storage.outputs.queueUri
    insightsAddress: monitoring.outputs.insightsAddress
    hostId: 'redact${token}'
    ingest: ingest
    inputContainer: inputContainer
    outputContainer: outputContainer
    inputQueue: inputQueue
    onSuccess: onSuccess
    redaction: redaction
    processors: processors
    minReplicas: minReplicas
    maxReplicas: max(minReplicas, maxReplicas)
    messagesPerReplica: messagesPerReplica
  }
  dependsOn: [roles]
}

module events 'modules/events.bicep' = if (ingest == 'queue') {
  params: {
    name: 'egst-redact-${environmentName}'
    location: location
    tags: tags
    storageName: storageName
    inputContainer: inputContainer
    inputQueue: inputQueue
    deadLetterContainer: deadLetterContainer
  }
  dependsOn: [storage]
}

module alerts 'modules/alerts.bicep' = if (!empty(image)) {
  params: {
    prefix: 'redact-${environmentName}'
    location: location
    tags: tags
    workspaceId: monitoring.outputs.workspaceId
    appName: appName
    memoryGibibytes: 2 * processors
    email: alertEmail
    afterHours: alertAfterHours
    queueLength: alertQueueLength
    refusedPercent: alertRefusedPercent
  }
  dependsOn: [app]
}

output registryName string = registry.outputs.name
output registryServer string = registry.outputs.server
output storageName string = storage.outputs.name
output appName string = appName
