// The service: the Functions host in a plain container app. An app of the kind "functionapp" makes its scale rules by
// itself and takes none of one's own. The settings are those of docs/settings.md and, for the host, of docs/deploy.md.

import { Tags, unset } from 'types.bicep'

param name string
param location string
param tags Tags
param image string
param environmentId string
param identityId string
param identityClientId string
param registryServer string
param storageName string
param blobUri string
param queueUri string
param insightsAddress string
@description('Small letters and digits, at most 32. A host that changes it takes all old files for new.')
param hostId string
param ingest 'blob' | 'queue'
param inputContainer string
param outputContainer string
param inputQueue string
param onSuccess 'keep' | 'delete'
param redaction { *: string? }
param processors int
param minReplicas int
param maxReplicas int
param messagesPerReplica int

// From the queue one file at a time in each replica, so that none waits behind a slow one. Deliveries of the blob
// trigger are dealt to worker processes, one for each processor.
var workers = ingest == 'queue' ? 1 : processors

// How the host finds its files and messages, and who it is.
var hostSettings = [
  { name: 'AzureWebJobsStorage__blobServiceUri', value: blobUri }
  { name: 'AzureWebJobsStorage__queueServiceUri', value: queueUri }
  { name: 'AzureWebJobsStorage__credential', value: 'managedidentity' }
  { name: 'AzureWebJobsStorage__clientId', value: identityClientId }
  { name: 'STORAGE__credential', value: 'managedidentity' }
  { name: 'AZURE_CLIENT_ID', value: identityClientId }
  { name: 'AzureWebJobsSecretStorageType', value: 'blob' }
  { name: 'AzureFunctionsWebHost__hostid', value: hostId }
  { name: 'FUNCTIONS_WORKER_RUNTIME', value: 'python' }
  { name: 'FUNCTIONS_WORKER_PROCESS_COUNT', value: string(workers) }
  { name: 'PYTHON_THREADPOOL_THREAD_COUNT', value: '1' }
  { name: 'AzureFunctionsJobHost__extensions__blobs__maxDegreeOfParallelism', value: string(workers) }
  { name: 'OMP_THREAD_LIMIT', value: '1' }
  { name: 'APPLICATIONINSIGHTS_CONNECTION_STRING', value: insightsAddress }
  { name: 'APPLICATIONINSIGHTS_AUTHENTICATION_STRING', value: 'ClientId=${identityClientId};Authorization=AAD' }
]

var storageSettings = [
  { name: 'STORAGE__blobServiceUri', value: blobUri }
  { name: 'STORAGE__queueServiceUri', value: queueUri }
  { name: 'STORAGE__clientId', value: identityClientId }
  { name: 'INGEST', value: ingest }
  { name: 'INPUT_CONTAINER', value: inputContainer }
  { name: 'OUTPUT_CONTAINER', value: outputContainer }
  { name: 'INPUT_QUEUE', value: inputQueue }
  { name: 'ON_SUCCESS', value: onSuccess }
]

// A name that the program does not know stops its start, so none is dropped here but those that nobody has set. The key
// of the pseudonyms stays in its vault, and is given as the address of a secret there.
var headerKey = redaction.?REDACT_HEADER_KEY
var headerKeySecret = 'header-key'
var redactionSettings = map(
  filter(items(redaction), setting => (setting.?value ?? unset) != unset),
  setting =>
    setting.key == 'REDACT_HEADER_KEY'
      ? { name: setting.key, secretRef: headerKeySecret }
      : { name: setting.key, value: setting.?value }
)

resource app 'Microsoft.App/containerApps@2026-01-01' = {
  name: name
  location: location
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identityId}': {}
    }
  }
  properties: {
    managedEnvironmentId: environmentId
    workloadProfileName: 'Consumption'
    configuration: {
      // There is no ingress: nobody has to reach the app, it fetches its work.
      activeRevisionsMode: 'Single'
      secrets: headerKey == null ? null : [{ name: headerKeySecret, keyVaultUrl: headerKey, identity: identityId }]
      registries: [
        {
          server: registryServer
          identity: identityId
        }
      ]
    }
    template: {
      // The host waits ten seconds for its workers, and ten for what is under way. A file of more is delivered again.
      terminationGracePeriodSeconds: 30
      containers: [
        {
          name: 'redact'
          image: image
          env: concat(hostSettings, storageSettings, redactionSettings)
          resources: {
            cpu: processors
            memory: '${2 * processors}Gi'
          }
          probes: [
            {
              // Up to 150 s: the host starts, and a worker says that it can redact.
              type: 'Startup'
              httpGet: {
                path: '/api/health'
                port: 80
              }
              periodSeconds: 15
              timeoutSeconds: 10
              failureThreshold: 10
            }
            {
              type: 'Readiness'
              httpGet: {
                path: '/api/health'
                port: 80
              }
              periodSeconds: 30
              timeoutSeconds: 10
              failureThreshold: 10
            }
            {
              // The host's own page: workers that are busy with large files are no reason to kill them.
              type: 'Liveness'
              httpGet: {
                path: '/'
                port: 80
              }
              periodSeconds: 30
              timeoutSeconds: 10
              failureThreshold: 10
            }
          ]
        }
      ]
      scale: {
        minReplicas: minReplicas
        // The blob trigger tells no scaler how much is waiting.
        maxReplicas: ingest == 'queue' ? maxReplicas : minReplicas
        rules: ingest == 'queue'
          ? [
              {
                // It counts files that are being redacted as well, so replicas at work are kept while there is work.
                name: 'waiting-files'
                azureQueue: {
                  accountName: storageName
                  queueName: inputQueue
                  queueLength: messagesPerReplica
                  identity: identityId
                }
              }
            ]
          : null
      }
    }
  }
}
