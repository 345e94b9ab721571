// What an operator can choose, and what is read of it from variables. The defaults stand in service.bicep.

@export()
type Tags = { *: string }

@export()
@description('How the service is deployed. What is left out, or null, has its default (docs/deploy.md).')
type Options = {
  @description('How the app learns of new files: it looks for them itself, or Event Grid puts them into a queue.')
  ingest: ('blob' | 'queue')?
  @minLength(3)
  @maxLength(63)
  inputContainer: string?
  @minLength(3)
  @maxLength(63)
  outputContainer: string?
  @description('Queue of new files; another one of this name and "-poison" takes what failed again and again.')
  @minLength(3)
  @maxLength(56)
  inputQueue: string?
  @description('Whether an input file is deleted once its result is complete.')
  onSuccess: ('keep' | 'delete')?
  @description('REDACT_ settings that differ from their defaults, by name.')
  redaction: { *: string? }?
  @description('Storage and app in a virtual network, the storage without a public address.')
  privateNetwork: bool?
  @description('Processors of one replica; it has 2 GiB of memory for each.')
  @minValue(1)
  @maxValue(4)
  processors: int?
  @description('Replicas that always run. Never none: the first one looks for what was missed, and shows that the service is alive.')
  @minValue(1)
  @maxValue(1000)
  minReplicas: int?
  @description('Replicas at most. With the blob trigger there are always as many as minReplicas says.')
  @minValue(1)
  @maxValue(1000)
  maxReplicas: int?
  @description('Messages in the queue for which there shall be one replica.')
  @minValue(1)
  messagesPerReplica: int?
  @description('Days after which an input file is deleted, answered or not; 0 keeps them.')
  @minValue(0)
  inputRetentionDays: int?
  @description('Days after which an output file is deleted; 0 keeps them.')
  @minValue(0)
  outputRetentionDays: int?
  @description('Days in which what was deleted or overwritten can be restored.')
  @minValue(1)
  @maxValue(365)
  softDeleteDays: int?
  @description('Days for which lines of the log are kept.')
  @minValue(30)
  @maxValue(730)
  logRetentionDays: int?
  @description('Who gets the alerts by mail. Empty: nobody; they stand in the portal.')
  alertEmail: string?
  @description('Hours after which a file has waited too long.')
  @minValue(1)
  alertAfterHours: int?
  @description('Messages in the queue that are too many.')
  @minValue(1)
  alertQueueLength: int?
  @description('Refused files that are too many, in a hundred.')
  @minValue(0)
  @maxValue(100)
  alertRefusedPercent: int?
}

@export()
@description('The text of a variable, or null where it is not set.')
func text(value string) string? => empty(value) ? null : value

@export()
@description('The whole number of a variable, or null where it is not set.')
func number(value string) int? => empty(value) ? null : int(value)

@export()
@description('What a variable says, true or false, or null where it is not set.')
func flag(value string) bool? => empty(value) ? null : bool(value)

@export()
@description('Stands for a setting that nobody has set, where an empty value means something.')
var unset = '(unset)'
