// What is deployed, from variables: `azd env set NAME VALUE`, or variables of the shell where az is used alone. The
// table in docs/deploy.md says what each does. One that is not set, or empty, leaves its default.
using 'main.bicep'

import { flag, number, text, unset } from 'modules/types.bicep'

param environmentName = readEnvironmentVariable('AZURE_ENV_NAME')
param location = readEnvironmentVariable('AZURE_LOCATION')
param resourceGroupName = empty(readEnvironmentVariable('APP_RESOURCE_GROUP', ''))
  ? 'rg-${environmentName}'
  : readEnvironmentVariable('APP_RESOURCE_GROUP', '')
param image = readEnvironmentVariable('APP_IMAGE', '')

param options = {
  ingest: empty(readEnvironmentVariable('INGEST', '')) ? null : readEnvironmentVariable('INGEST', '')
  inputContainer: text(readEnvironmentVariable('INPUT_CONTAINER', ''))
  outputContainer: text(readEnvironmentVariable('OUTPUT_CONTAINER', ''))
  inputQueue: text(readEnvironmentVariable('INPUT_QUEUE', ''))
  onSuccess: empty(readEnvironmentVariable('ON_SUCCESS', '')) ? null : readEnvironmentVariable('ON_SUCCESS', '')
  privateNetwork: flag(readEnvironmentVariable('APP_PRIVATE_NETWORK', ''))
  processors: number(readEnvironmentVariable('APP_PROCESSORS', ''))
  minReplicas: number(readEnvironmentVariable('APP_MIN_REPLICAS', ''))
  maxReplicas: number(readEnvironmentVariable('APP_MAX_REPLICAS', ''))
  messagesPerReplica: number(readEnvironmentVariable('APP_MESSAGES_PER_REPLICA', ''))
  inputRetentionDays: number(readEnvironmentVariable('APP_INPUT_RETENTION_DAYS', ''))
  outputRetentionDays: number(readEnvironmentVariable('APP_OUTPUT_RETENTION_DAYS', ''))
  softDeleteDays: number(readEnvironmentVariable('APP_SOFT_DELETE_DAYS', ''))
  logRetentionDays: number(readEnvironmentVariable('APP_LOG_RETENTION_DAYS', ''))
  alertEmail: text(readEnvironmentVariable('APP_ALERT_EMAIL', ''))
  alertAfterHours: number(readEnvironmentVariable('APP_ALERT_AFTER_HOURS', ''))
  alertQueueLength: number(readEnvironmentVariable('APP_ALERT_QUEUE_LENGTH', ''))
  alertRefusedPercent: number(readEnvironmentVariable('APP_ALERT_REFUSED_PERCENT', ''))
  redaction: {
    REDACT_POLICY: text(readEnvironmentVariable('REDACT_POLICY', ''))
    REDACT_FILL: text(readEnvironmentVariable('REDACT_FILL', ''))
    REDACT_LANGUAGES: text(readEnvironmentVariable('REDACT_LANGUAGES', ''))
    // Set but empty, it switches Presidio off.
    REDACT_NER_MODEL: readEnvironmentVariable('REDACT_NER_MODEL', unset)
    REDACT_ALLOW: text(readEnvironmentVariable('REDACT_ALLOW', ''))
    REDACT_DENY: text(readEnvironmentVariable('REDACT_DENY', ''))
    REDACT_MAX_BYTES: text(readEnvironmentVariable('REDACT_MAX_BYTES', ''))
    REDACT_MAX_PIXELS: text(readEnvironmentVariable('REDACT_MAX_PIXELS', ''))
    REDACT_TIMEOUT_S: text(readEnvironmentVariable('REDACT_TIMEOUT_S', ''))
    REDACT_UIDS: text(readEnvironmentVariable('REDACT_UIDS', ''))
    REDACT_OVERLAYS: text(readEnvironmentVariable('REDACT_OVERLAYS', ''))
    REDACT_BURNED_IN: text(readEnvironmentVariable('REDACT_BURNED_IN', ''))
    REDACT_HEADER: text(readEnvironmentVariable('REDACT_HEADER', ''))
    REDACT_HEADER_OPTIONS: text(readEnvironmentVariable('REDACT_HEADER_OPTIONS', ''))
    // The address of a secret in a key vault.
    REDACT_HEADER_KEY: text(readEnvironmentVariable('REDACT_HEADER_KEY', ''))
    REDACT_HEADER_NAMES: text(readEnvironmentVariable('REDACT_HEADER_NAMES', ''))
    REDACT_REGIONS: text(readEnvironmentVariable('REDACT_REGIONS', ''))
    REDACT_OUTSIDE_REGIONS: text(readEnvironmentVariable('REDACT_OUTSIDE_REGIONS', ''))
    REDACT_PREVIEW: text(readEnvironmentVariable('REDACT_PREVIEW', ''))
    REDACT_DEBUG: text(readEnvironmentVariable('REDACT_DEBUG', ''))
  }
}
