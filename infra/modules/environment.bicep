// Where containers run; their output goes to the workspace by a diagnostic setting, which needs no key.

import { Tags } from 'types.bicep'

param name string
param location string
param tags Tags
param workspaceId string
@description('Subnet of the containers. Empty: a network of Azure\'s own.')
param subnetId string

resource containers 'Microsoft.App/managedEnvironments@2026-01-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    publicNetworkAccess: empty(subnetId) ? null : 'Disabled'
    appLogsConfiguration: {
      destination: 'azure-monitor'
    }
    vnetConfiguration: empty(subnetId)
      ? null
      : {
          infrastructureSubnetId: subnetId
          internal: true
        }
    workloadProfiles: [
      {
        name: 'Consumption'
        workloadProfileType: 'Consumption'
      }
    ]
  }
}

// The only version that knows groups of categories.
#disable-next-line use-recent-api-versions
resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-workspace'
  scope: containers
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        categoryGroup: 'allLogs'
        enabled: true
      }
    ]
  }
}

output id string = containers.id
