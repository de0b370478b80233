import { AuditEntry } from './audit/audit-entry.entity.js';
import { SystemFact } from './claim/system-fact.entity.js';
import { DeviceCode } from './device-flow/device-code.entity.js';
import { Device } from './devices/device.entity.js';
import { EphemeralRow } from './ephemeral/ephemeral.entity.js';
import { Invite } from './invites/invite.entity.js';
import { OidcIdentity } from './oidc/oidc-identity.entity.js';
import { HiddenEntity, ObjectGrantRow, PermissionGrant, PermissionGroup, PermissionOverride } from './permissions/permission.entities.js';
import { AppPassword, RecoveryCode } from './second-factor/second-factor.entities.js';
import { Session } from './sessions/session.entity.js';
import { ClientToken } from './tokens/client-token.entity.js';
import { RefreshToken } from './tokens/refresh-token.entity.js';
import { User } from './users/user.entity.js';

/** All tables of identity, for the data source. */
export const authEntities = [
  AppPassword,
  AuditEntry,
  ClientToken,
  Device,
  DeviceCode,
  EphemeralRow,
  HiddenEntity,
  Invite,
  ObjectGrantRow,
  OidcIdentity,
  PermissionGrant,
  PermissionGroup,
  PermissionOverride,
  RecoveryCode,
  RefreshToken,
  Session,
  SystemFact,
  User,
];
