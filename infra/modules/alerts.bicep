// What somebody has to look at. The searches read the lines that the service logs; docs/monitoring.md explains them.

import { Tags } from 'types.bicep'

param prefix string
param location string
param tags Tags
param workspaceId string
param appName string
@description('Memory of one replica.')
param memoryGibibytes int
@description('Who gets mail. Empty: nobody.')
param email string
@description('Hours after which a file has waited too long.')
param afterHours int
@description('Messages in the queue that are too many.')
param queueLength int
@description('Refused files that are too many, in a hundred.')
param refusedPercent int

// Each search gives a row if, and only if, there is something to tell.
var files = 'AppTraces | where Message startswith "blob=" | extend status = extract(" status=([a-z-]+)", 1, Message)'
var looks = 'AppTraces | where Message startswith "backlog "'

var searches = [
  {
    name: 'silent'
    description: 'The service has written no line for an hour: it does not run, or its log does not arrive.'
    severity: 0
    window: 'PT1H'
    query: '${looks} | summarize lines = count() | where lines == 0'
  }
  {
    // A look that stops before the end of the container tells of what it has seen, and the next one goes on there.
    name: 'unanswered'
    description: 'An input file without an answer waits too long: the service stands still or is too small.'
    severity: 1
    window: 'PT1H'
    query: '${looks} | extend oldest = tolong(extract(" oldest_seconds=([0-9]+)", 1, Message)) | where oldest > ${afterHours * 3600}'
  }
  {
    name: 'uncounted'
    description: 'For a day no look at the input container has come to its end, so nobody knows whether files wait there.'
    severity: 2
    window: 'P1D'
    query: '${looks} | summarize lines = count(), ends = countif(Message contains " complete=yes") | where lines > 0 and ends == 0'
  }
  {
    name: 'queue-age'
    description: 'The oldest message in the queue waits too long: the service stands still or is too small.'
    severity: 1
    window: 'PT1H'
    query: '${looks} | summarize arg_max(TimeGenerated, Message) | extend age = tolong(extract(" message_seconds=([0-9]+)", 1, Message)) | where age > ${afterHours * 3600}'
  }
  {
    name: 'queue-length'
    description: 'More messages wait in the queue than expected. After a backfill that is as it should be.'
    severity: 2
    window: 'PT1H'
    query: '${looks} | summarize arg_max(TimeGenerated, Message) | extend messages = tolong(extract(" messages=([0-9]+)", 1, Message)) | where messages > ${queueLength}'
  }
  {
    name: 'requeued'
    description: 'Files had no answer and no message any more, and were put into the queue again. None is lost, but messages are.'
    severity: 3
    window: 'PT1H'
    query: '${looks} | where tolong(extract(" requeued=([0-9]+)", 1, Message)) > 0'
  }
  {
    name: 'refused'
    description: 'Too many of the last hour\'s files were refused; each has its reason in its report. Somebody has to decide on them.'
    severity: 2
    window: 'PT1H'
    query: '${files} | where status in ("redacted", "clean", "refused") | summarize answered = count(), refused = countif(status == "refused") | where refused * 100 > answered * ${refusedPercent}'
  }
  {
    name: 'gave-up'
    description: 'Files were given up after the last try (poison): storage, reader or time limit fail again and again.'
    severity: 1
    window: 'PT1H'
    query: '${files} | where status == "refused" and extract(" reason=([a-z0-9-]+)", 1, Message) == "gave-up"'
  }
  {
    name: 'failed'
    description: 'More than five tries, and more than one in twenty, fail. They are repeated by themselves, but something may be broken.'
    severity: 2
    window: 'PT30M'
    query: '${files} | summarize tries = count(), failed = countif(status == "failed") | where failed > 5 and failed * 20 > tries'
  }
]

var measures = [
  {
    name: 'no-replica'
    description: 'No replica of the app runs.'
    severity: 0
    metric: 'Replicas'
    aggregation: 'Maximum'
    operator: 'LessThan'
    threshold: 1
  }
  {
    name: 'memory'
    description: 'A replica is close to its limit of memory, where it would be killed.'
    severity: 2
    metric: 'WorkingSetBytes'
    aggregation: 'Maximum'
    operator: 'GreaterThan'
    threshold: memoryGibibytes * 1024 * 1024 * 1024 / 100 * 85
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

resource app 'Microsoft.App/containerApps@2026-01-01' existing = {
  name: appName
}

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

resource searchAlerts 'Microsoft.Insights/scheduledQueryRules@2026-03-01' = [
  for search in searches: {
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
      windowSize: search.window
      // The first lines make the table; until then the search would be refused.
      skipQueryValidation: true
      autoMitigate: true
      criteria: {
        allOf: [
          {
            query: search.query
            timeAggregation: 'Count'
            operator: 'GreaterThan'
            threshold: 0
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
  }
]

resource measureAlerts 'Microsoft.Insights/metricAlerts@2026-01-01' = [
  for measure in measures: {
    name: '${prefix}-${measure.name}'
    location: 'global'
    tags: tags
    properties: {
      description: measure.description
      severity: measure.severity
      enabled: true
      scopes: [app.id]
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
  }
]
