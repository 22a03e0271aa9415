import * as z from 'zod/mini';
import { INTERFACE_CHANGES } from '../domain/inventory/index.js';
import { SnmpAccess } from './collector.contract.js';
import { DEVICE_FAULTS, DeviceView } from './devices.contract.js';
import { DiscoveredInterface, DiscoveredSystem } from './discovery.contract.js';

const Instant = z.iso.datetime();
const text = (least: number, most: number) => z.string().check(z.trim(), z.minLength(least), z.maxLength(most));
const Code = z.string().check(z.trim(), z.regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/));
/** A literal of IPv4 or IPv6, or a host name. */
const Address = z
  .string()
  .check(z.trim(), z.maxLength(120), z.regex(/^(?=.*[A-Za-z0-9])[A-Za-z0-9:]([A-Za-z0-9.:_-]*[A-Za-z0-9:])?$/));

/** USM asks for at least eight characters (RFC 3414 section 11.2). */
const KEY_LENGTH = 8;

/**
 * `POST /api/v1/credentials`. The secrets go in and never come out again. Old algorithms only with `legacy`, so that
 * nobody takes one by mistake.
 */
export const NewCredentialRequest = z.object({ name: text(1, 80), access: SnmpAccess }).check((context) => {
  const { access } = context.value;
  const refuse = (field: string, reason: string): void => {
    context.issues.push({ code: 'custom', message: reason, path: ['access', field], input: undefined });
  };
  if (access.version !== 'V3') {
    if (access.community.trim() === '') refuse('community', 'required');
    return;
  }
  if (access.user.trim() === '') refuse('user', 'required');
  if (access.authKey.length < KEY_LENGTH) refuse('authKey', 'short');
  if (access.privKey.length < KEY_LENGTH) refuse('privKey', 'short');
});
export type NewCredentialRequest = z.infer<typeof NewCredentialRequest>;

/** What may be known of a credential. */
export const CredentialView = z.object({ id: z.uuid(), name: z.string(), version: z.string(), devices: z.int() });
export type CredentialView = z.infer<typeof CredentialView>;
export const CredentialList = z.object({ items: z.array(CredentialView) });
export type CredentialList = z.infer<typeof CredentialList>;

/** Between two looks at the states of a device's ports; null: they are read with the counters, as often as those. */
const StatusS = z.nullable(z.int().check(z.minimum(5), z.maximum(1_800)));
/** Between two readings of each optical point of a device; null: each as often as it was laid down. */
const OpticalS = z.nullable(z.int().check(z.minimum(10), z.maximum(86_400)));

/**
 * `POST /api/v1/poll-profiles`. A poll reads states and counters of all ports of the device together, every
 * `intervalS`; between two polls the states alone are looked at every `statusS`, which is shorter, and another state is
 * polled for at once. Optical levels are read every `opticalS`, the inventory of the device every `discoveryS`.
 */
export const PollProfileRequest = z.object({
  name: text(1, 80),
  intervalS: z.int().check(z.minimum(5), z.maximum(3_600)),
  timeoutMs: z._default(z.int().check(z.minimum(50), z.maximum(60_000)), 3_000),
  retries: z._default(z.int().check(z.minimum(0), z.maximum(5)), 2),
  backoff: z._default(z.number().check(z.minimum(1), z.maximum(3)), 1.5),
  maxRepetitions: z._default(z.int().check(z.minimum(1), z.maximum(50)), 20),
  discoveryS: z._default(z.int().check(z.minimum(300), z.maximum(604_800)), 86_400),
  statusS: z._default(StatusS, null),
  opticalS: z._default(OpticalS, null),
  /** Whether packets to groups and to all are read besides those to one, so that error ratios are exact (P-ERR). */
  countsAllPackets: z._default(z.boolean(), false),
});
export type PollProfileRequest = z.infer<typeof PollProfileRequest>;

/** `PATCH /api/v1/poll-profiles/:profileId`: what is named is changed, for all devices of the profile. */
export const PollProfileChange = z.object({
  name: z.optional(PollProfileRequest.shape.name),
  intervalS: z.optional(PollProfileRequest.shape.intervalS),
  timeoutMs: z.optional(z.int().check(z.minimum(50), z.maximum(60_000))),
  retries: z.optional(z.int().check(z.minimum(0), z.maximum(5))),
  backoff: z.optional(z.number().check(z.minimum(1), z.maximum(3))),
  maxRepetitions: z.optional(z.int().check(z.minimum(1), z.maximum(50))),
  discoveryS: z.optional(z.int().check(z.minimum(300), z.maximum(604_800))),
  statusS: z.optional(StatusS),
  opticalS: z.optional(OpticalS),
  countsAllPackets: z.optional(z.boolean()),
});
export type PollProfileChange = z.infer<typeof PollProfileChange>;

export const PollProfileView = z.object({
  id: z.uuid(),
  name: z.string(),
  intervalS: z.int(),
  timeoutMs: z.int(),
  retries: z.int(),
  backoff: z.number(),
  maxRepetitions: z.int(),
  discoveryS: z.int(),
  statusS: z.nullable(z.int()),
  opticalS: z.nullable(z.int()),
  countsAllPackets: z.boolean(),
  devices: z.int(),
});
export type PollProfileView = z.infer<typeof PollProfileView>;
export const PollProfileList = z.object({ items: z.array(PollProfileView) });
export type PollProfileList = z.infer<typeof PollProfileList>;

const Region = z.nullable(text(1, 40));

/** `POST /api/v1/devices`. Its discovery begins at once, and shows whether the access is right. */
export const NewDeviceRequest = z.object({
  code: Code,
  name: text(1, 120),
  vendor: z._default(text(0, 40), ''),
  model: z._default(text(0, 60), ''),
  address: Address,
  port: z._default(z.int().check(z.minimum(1), z.maximum(65_535)), 161),
  credentialId: z.uuid(),
  pollProfileId: z.uuid(),
  region: z._default(Region, null),
  /** Only collectors that carry this tag poll it; null: any. */
  requiredTag: z._default(Region, null),
});
export type NewDeviceRequest = z.infer<typeof NewDeviceRequest>;

/** `PATCH /api/v1/devices/:deviceId`: what is named is changed. The code stays. */
export const DeviceChange = z.object({
  name: z.optional(text(1, 120)),
  vendor: z.optional(text(0, 40)),
  model: z.optional(text(0, 60)),
  address: z.optional(Address),
  port: z.optional(z.int().check(z.minimum(1), z.maximum(65_535))),
  credentialId: z.optional(z.uuid()),
  pollProfileId: z.optional(z.uuid()),
  region: z.optional(Region),
  requiredTag: z.optional(Region),
});
export type DeviceChange = z.infer<typeof DeviceChange>;

export const Created = z.object({ id: z.uuid() });
export type Created = z.infer<typeof Created>;

/** An interface of a device with the circuits that are watched on it. */
export const InterfaceView = z.extend(DiscoveredInterface, {
  circuits: z.array(z.object({ id: z.uuid(), code: z.string(), name: z.string(), side: z.enum(['A', 'Z']) })),
});
export type InterfaceView = z.infer<typeof InterfaceView>;

/** A difference between one discovery and the next. */
export const DeviceChangeView = z.object({
  at: Instant,
  version: z.int(),
  change: z.enum(INTERFACE_CHANGES),
  ifName: z.string(),
  before: z.nullable(z.string()),
  after: z.nullable(z.string()),
});
export type DeviceChangeView = z.infer<typeof DeviceChangeView>;

/** What discovery knows of a device. `version` grows with each difference. */
export const DiscoveryView = z.object({
  version: z.int(),
  /** The newest discovery that came to its end; null: none yet. */
  at: z.nullable(Instant),
  triedAt: z.nullable(Instant),
  /** Why the newest attempt failed, null when it did not. */
  fault: z.nullable(z.enum(DEVICE_FAULTS)),
  system: z.nullable(DiscoveredSystem),
  isTruncated: z.boolean(),
  missingColumns: z.array(z.string()),
});
export type DiscoveryView = z.infer<typeof DiscoveryView>;

/** `GET /api/v1/devices/:deviceId`, for operations staff. The access is told by name and version, never by its secret. */
export const DeviceDetail = z.extend(DeviceView, {
  region: z.nullable(z.string()),
  requiredTag: z.nullable(z.string()),
  credentialId: z.uuid(),
  credentialName: z.string(),
  profile: z.object({
    id: z.uuid(),
    name: z.string(),
    intervalS: z.int(),
    statusS: z.nullable(z.int()),
    discoveryS: z.int(),
  }),
  collector: z.nullable(z.string()),
  discovery: DiscoveryView,
  interfaces: z.array(InterfaceView),
  /** Newest first, at most 50. */
  changes: z.array(DeviceChangeView),
});
export type DeviceDetail = z.infer<typeof DeviceDetail>;
