// The account of both containers, of the queue and of the host's own state: no shared keys, nothing public, undo for
// some days.

import { Tags } from 'types.bicep'

param name string
param location string
param tags Tags
param inputContainer string
param outputContainer string
param deadLetterContainer string
param inputQueue string
param ingest 'blob' | 'queue'
param privateNetwork bool
param inputRetentionDays int
param outputRetentionDays int
param softDeleteDays int

type LifecycleRule = {
  name: string
  enabled: true
  type: 'Lifecycle'
  definition: {
    filters: { blobTypes: string[], prefixMatch: string[] }
    actions: { baseBlob: { delete: { daysAfterModificationGreaterThan: int } } }
  }
}

// The host moves what fails again and again into queues of these names. They are made here, so that the functions that
// empty them find them from the start.
var queueNames = ingest == 'queue' ? [inputQueue, '${inputQueue}-poison'] : ['webjobs-blobtrigger-poison']
var withEvents = ingest == 'queue'

var inputRules = inputRetentionDays > 0 ? [deletion('clear-input', inputContainer, inputRetentionDays)] : []
var outputRules = outputRetentionDays > 0 ? [deletion('clear-output', outputContainer, outputRetentionDays)] : []
var rules = concat(inputRules, outputRules)

@description('A lifecycle rule that deletes what was written to a container so many days ago.')
func deletion(name string, container string, days int) LifecycleRule => {
  name: name
  enabled: true
  type: 'Lifecycle'
  definition: {
    filters: {
      blobTypes: ['blockBlob']
      prefixMatch: ['${container}/']
    }
    actions: {
      baseBlob: {
        delete: {
          daysAfterModificationGreaterThan: days
        }
      }
    }
  }
}

resource storage 'Microsoft.Storage/storageAccounts@2026-04-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: {
    name: 'Standard_ZRS'
  }
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    publicNetworkAccess: privateNetwork ? 'Disabled' : 'Enabled'
    networkAcls: {
      defaultAction: privateNetwork ? 'Deny' : 'Allow'
      // Event Grid delivers to the queue, and writes its dead letters, as a trusted service.
      bypass: withEvents ? 'AzureServices' : 'None'
    }
  }
}

resource blobs 'Microsoft.Storage/storageAccounts/blobServices@2026-04-01' = {
  parent: storage
  name: 'default'
  properties: {
    // Versions of input files would outlive their deletion, with all that they show.
    isVersioningEnabled: false
    deleteRetentionPolicy: {
      enabled: true
      days: softDeleteDays
    }
    containerDeleteRetentionPolicy: {
      enabled: true
      days: softDeleteDays
    }
  }
}

resource inputFiles 'Microsoft.Storage/storageAccounts/blobServices/containers@2026-04-01' = {
  parent: blobs
  name: inputContainer
  properties: {
    publicAccess: 'None'
  }
}

resource outputFiles 'Microsoft.Storage/storageAccounts/blobServices/containers@2026-04-01' = {
  parent: blobs
  name: outputContainer
  properties: {
    publicAccess: 'None'
  }
}

resource deadLetters 'Microsoft.Storage/storageAccounts/blobServices/containers@2026-04-01' = if (withEvents) {
  parent: blobs
  name: deadLetterContainer
  properties: {
    publicAccess: 'None'
  }
}

resource queues 'Microsoft.Storage/storageAccounts/queueServices@2026-04-01' = {
  parent: storage
  name: 'default'
}

resource waiting 'Microsoft.Storage/storageAccounts/queueServices/queues@2026-04-01' = [
  for queueName in queueNames: {
    parent: queues
    name: queueName
  }
]

resource lifecycle 'Microsoft.Storage/storageAccounts/managementPolicies@2026-04-01' = if (!empty(rules)) {
  parent: storage
  name: 'default'
  properties: {
    policy: {
      rules: rules
    }
  }
}

output id string = storage.id
output name string = storage.name
output blobUri string = storage.properties.primaryEndpoints.blob
output queueUri string = storage.properties.primaryEndpoints.queue
