// The function app. Its settings are those of the README and, for the host, those of docs/deploy.md.

param name string
param location string
param tags object
param image string
param environmentId string
param identityId string
param identityClientId string
param registryServer string
param blobUri string
param queueUri string
param insightsAddress string
@description('Small letters and digits, at most 32. A host that changes it takes all old files for new.')
param hostId string
param inputContainer string
param outputContainer string
param blobSource string
param onSuccess string
param redactionSettings object
param minReplicas int
param maxReplicas int

@description('Worker processes, one file at a time in each; as many as processors.')
param workers int = 2
@description('Processors of one replica.')
param processors string = '2.0'
@description('Memory of one replica in GiB; Azure gives twice the processors.')
param memoryGibibytes int = 4

// How the host finds its files and messages, and who it is.
var hostSettings = [
  { name: 'AzureWebJobsStorage__blobServiceUri', value: blobUri }
  { name: 'AzureWebJobsStorage__queueServiceUri', value: queueUri }
  { name: 'AzureWebJobsStorage__credential', value: 'managedidentity' }
  { name: 'AzureWebJobsStorage__clientId', value: identityClientId }
  { name: 'STORAGE__credential', value: 'managedidentity' }
  { name: 'AzureWebJobsSecretStorageType', value: 'containerapp' }
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
  { name: 'INPUT_CONTAINER', value: inputContainer }
  { name: 'OUTPUT_CONTAINER', value: outputContainer }
  { name: 'BLOB_SOURCE', value: blobSource }
  { name: 'ON_SUCCESS', value: onSuccess }
]

// A name that the program does not know stops its start, so none is dropped here.
var redaction = map(items(redactionSettings), setting => { name: setting.key, value: string(setting.value) })

resource app 'Microsoft.App/containerApps@2025-07-01' = {
  name: name
  location: location
  tags: tags
  kind: 'functionapp'
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
      activeRevisionsMode: 'Single'
      ingress: {
        // Event Grid comes from outside; else nobody has to reach the app.
        external: blobSource == 'EventGrid'
        targetPort: 80
        allowInsecure: false
      }
      registries: [
        {
          server: registryServer
          identity: identityId
        }
      ]
    }
    template: {
      // A file that is being redacted has this long to end before a replica is taken away, seconds.
      terminationGracePeriodSeconds: 300
      containers: [
        {
          name: 'redact'
          image: image
          env: concat(hostSettings, storageSettings, redaction)
          resources: {
            cpu: json(processors)
            memory: '${memoryGibibytes}Gi'
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
        maxReplicas: maxReplicas
      }
    }
  }
}

output id string = app.id
output name string = app.name
output memoryBytes int = memoryGibibytes * 1024 * 1024 * 1024
