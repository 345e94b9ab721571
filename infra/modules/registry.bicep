// Where the image lies: no admin user, so that only roles open it. The image holds no data of patients.

import { Tags } from 'types.bicep'

param name string
param location string
param tags Tags

resource registry 'Microsoft.ContainerRegistry/registries@2025-11-01' = {
  name: name
  location: location
  tags: tags
  sku: {
    name: 'Standard'
  }
  properties: {
    adminUserEnabled: false
    anonymousPullEnabled: false
  }
}

output name string = registry.name
output server string = registry.properties.loginServer
