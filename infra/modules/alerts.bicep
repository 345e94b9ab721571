// What somebody has to look at. The searches read the lines that the service logs; docs/errors.md explains them.

param prefix string
param location string
param tags object
param workspaceId string
param appId string
@description('Memory of one replica.')
param memoryBytes int
@description('Who gets mail. Empty: nobody.')
param email string

@description('Age at which an input file without an answer is too old, seconds.')
param oldestSeconds int = 3600
@description('Failed tries within half an hour that are too many; single ones are tried again.')
param failures int = 5

var searches = [
  {
    name: 'refused'
    description: 'Files were refused; each has its reason in its report. Somebody has to decide on them.'
    severity: 2
    threshold: 0
    query: 'AppTraces | where Message startswith "blob=" and Message contains "status=refused"'
  }
  {
    name: 'gave-up'
    description: 'Files were given up after the last try (poison): storage, reader or time limit fail again and again.'
    severity: 1
    threshold: 0
    query: 'AppTraces | where Message startswith "blob=" and Message contains "reason=gave-up"'
  }
  {
    name: 'failed'
    description: 'Many tries fail. They are repeated by themselves, but something may be broken.'
    severity: 2
    threshold: failures
    query: 'AppTraces | where Message startswith "blob=" and Message contains "status=failed"'
  }
  {
    name: 'unanswered'
    description: 'The oldest input file without an answer waits too long: the service stands still or is too small.'
    severity: 1
    threshold: 0
    query: 'AppTraces | where Message startswith "backlog " | extend oldest = todouble(extract("oldest_seconds=([0-9.]+)", 1, Message)) | where oldest > ${oldestSeconds}'
  }
]

var measures = [
  {
    name: 'memory'
    description: 'A replica is close to its limit of memory, where it would be killed.'
    severity: 2
    metric: 'WorkingSetBytes'
    aggregation: 'Maximum'
    operator: 'GreaterThan'
    threshold: memoryBytes / 100 * 85
  }
  {
    name: 'restarts'
    description: 'The app restarts again and again.'
    severity: 1
    metric: 'RestartCount'
    aggregation: 'Maximum'
    operator: 'GreaterThan'
    threshold: 3
  }
]

resource people 'Microsoft.Insights/actionGroups@2023-01-01' = if (!empty(email)) {
  name: 'ag-${prefix}'
  location: 'global'
  tags: tags
  properties: {
    groupShortName: 'redact'
    enabled: true
    emailReceivers: [
      {
        name: 'operators'
        emailAddress: email
        useCommonAlertSchema: true
      }
    ]
  }
}

resource searchAlerts 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [for search in searches: {
  name: '${prefix}-${search.name}'
  location: location
  tags: tags
  properties: {
    displayName: '${prefix}-${search.name}'
    description: search.description
    severity: search.severity
    enabled: true
    scopes: [workspaceId]
    evaluationFrequency: 'PT15M'
    windowSize: 'PT30M'
    // The first lines make the table; until then the search would be refused.
    skipQueryValidation: true
    autoMitigate: true
    criteria: {
      allOf: [
        {
          query: search.query
          timeAggregation: 'Count'
          operator: 'GreaterThan'
          threshold: search.threshold
          failingPeriods: {
            numberOfEvaluationPeriods: 1
            minFailingPeriodsToAlert: 1
          }
        }
      ]
    }
    actions: {
      actionGroups: empty(email) ? [] : [people.id]
    }
  }
}]

resource measureAlerts 'Microsoft.Insights/metricAlerts@2018-03-01' = [for measure in measures: {
  name: '${prefix}-${measure.name}'
  location: 'global'
  tags: tags
  properties: {
    description: measure.description
    severity: measure.severity
    enabled: true
    scopes: [appId]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT15M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          criterionType: 'StaticThresholdCriterion'
          name: measure.name
          metricNamespace: 'Microsoft.App/containerapps'
          metricName: measure.metric
          timeAggregation: measure.aggregation
          operator: measure.operator
          threshold: measure.threshold
        }
      ]
    }
    actions: empty(email) ? [] : [{ actionGroupId: people.id }]
  }
}]
