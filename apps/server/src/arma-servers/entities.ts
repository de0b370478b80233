import { ArmaBackup, ArmaRestore } from './backups/backup.entities.js';
import { ArmaBan } from './bans/ban.entity.js';
import { ArmaConfig, ArmaConfigRevision } from './configuration/config.entity.js';
import { ArmaCrash } from './crashes/crash.entity.js';
import { ArmaEvent } from './events/event.entity.js';
import { ArmaHost } from './hosts/host.entity.js';
import { ArmaIdempotency } from './idempotency/idempotency.entity.js';
import { ArmaLog } from './logs/log.entity.js';
import { ArmaMetric, ArmaMetricHour, ArmaMetricMinute } from './metrics/metric.entities.js';
import { ArmaMission, ArmaRotation } from './missions/mission.entities.js';
import { ArmaMod, ArmaServerMod } from './mods/mod.entities.js';
import { ArmaPreset } from './mods/preset.entity.js';
import { ArmaPlayer, ArmaPlayerHistory, ArmaPlayerNote } from './players/player.entities.js';
import { ArmaLiveState } from './servers/live-state.entity.js';
import { ArmaSchedule, ArmaScheduleRun } from './schedules/schedule.entities.js';
import { ArmaServer } from './servers/server.entity.js';
import { ArmaSetting } from './settings/setting.entity.js';
import { ArmaTemplate } from './templates/template.entity.js';
import { ArmaWebhook, ArmaWebhookDelivery } from './webhooks/webhook.entities.js';

/** The tables of the server manager. */
export const armaEntities = [
  ArmaServer,
  ArmaSetting,
  ArmaLiveState,
  ArmaConfig,
  ArmaConfigRevision,
  ArmaEvent,
  ArmaHost,
  ArmaPlayer,
  ArmaPlayerHistory,
  ArmaPlayerNote,
  ArmaBan,
  ArmaLog,
  ArmaMetric,
  ArmaMetricMinute,
  ArmaMetricHour,
  ArmaMission,
  ArmaRotation,
  ArmaMod,
  ArmaServerMod,
  ArmaPreset,
  ArmaTemplate,
  ArmaSchedule,
  ArmaScheduleRun,
  ArmaBackup,
  ArmaRestore,
  ArmaWebhook,
  ArmaWebhookDelivery,
  ArmaCrash,
  ArmaIdempotency,
];
