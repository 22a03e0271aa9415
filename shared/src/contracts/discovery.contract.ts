import * as z from 'zod/mini';
import { DUPLEX_MODES } from '../domain/inventory/index.js';
import { DEVICE_FAULTS } from './devices.contract.js';

/** More interfaces than this are not kept of one device; the report then says so. */
export const MOST_INTERFACES = 4_096;
const MOST_LAYERS = 64;

const Text = z.string().check(z.maxLength(255));
const Index = z.int().check(z.nonnegative(), z.maximum(2_147_483_647));

/**
 * One row of ifTable and ifXTable as discovery found it (RFC 2863), with what other MIBs say of it. Null: the agent
 * does not say. Texts are cut to 255 characters.
 */
export const DiscoveredInterface = z.object({
  ifIndex: Index,
  ifName: Text,
  ifAlias: Text,
  ifDescr: Text,
  ifType: z.nullable(Index),
  /** bit/s by P-SPEED. */
  speedBps: z.nullable(z.number().check(z.nonnegative())),
  /** Hex, without separators. */
  mac: z.nullable(z.string().check(z.maxLength(64))),
  adminStatus: z.nullable(z.int()),
  operStatus: z.nullable(z.int()),
  /** Whether it counts octets in 64 bits. */
  hasWideCounters: z.boolean(),
  /** dot3StatsDuplexStatus (RFC 3635). */
  duplex: z.nullable(z.enum(DUPLEX_MODES)),
  /** ifLinkUpDownTrapEnable. */
  sendsTraps: z.nullable(z.boolean()),
  hasConnector: z.nullable(z.boolean()),
  /** Interfaces that it runs on (ifStackTable). */
  lowerIndexes: z.array(Index).check(z.maxLength(MOST_LAYERS)),
  /** Model and serial number of the card it is on (ENTITY-MIB, RFC 6933); empty when unknown. */
  card: Text,
});
export type DiscoveredInterface = z.infer<typeof DiscoveredInterface>;

/** What an agent says of itself (RFC 3418 system group, RFC 3411 snmpEngine). */
export const DiscoveredSystem = z.object({
  sysName: Text,
  sysDescr: Text,
  sysObjectId: Text,
  sysLocation: Text,
  /** Hex. */
  engineId: z.nullable(z.string().check(z.maxLength(64))),
  engineBoots: z.nullable(z.int()),
});
export type DiscoveredSystem = z.infer<typeof DiscoveredSystem>;

/** `POST /api/v1/collector/discoveries`: what a device is, or why it could not be found out. */
export const DiscoveryReport = z.object({
  deviceId: z.uuid(),
  /** ms, when the agent answered last. */
  at: z.int().check(z.nonnegative()),
  fault: z.nullable(z.enum(DEVICE_FAULTS)),
  /** Null with a fault. */
  system: z.nullable(DiscoveredSystem),
  interfaces: z.array(DiscoveredInterface).check(z.maxLength(MOST_INTERFACES)),
  /** There were more interfaces than are kept. */
  isTruncated: z.boolean(),
  /** Names of columns that the agent gave of no interface. */
  missingColumns: z.array(z.string().check(z.maxLength(60))).check(z.maxLength(60)),
});
export type DiscoveryReport = z.infer<typeof DiscoveryReport>;

/**
 * `GET /api/v1/collector/discoveries`: devices of this collector that are due, until their report; and in `polls` those
 * to poll at once because somebody waits for a reading, until it is there or too late.
 */
export const DiscoveryOrders = z.object({
  devices: z.array(z.uuid()),
  polls: z._default(z.array(z.uuid()), []),
});
export type DiscoveryOrders = z.infer<typeof DiscoveryOrders>;
