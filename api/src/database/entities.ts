import { CircuitEndEntity } from '../features/circuits/circuit-end.entity.js';
import { CircuitEntity } from '../features/circuits/circuit.entity.js';
import { CodeEntity } from '../features/codes/code.entity.js';
import { ContractEntity } from '../features/customers/contract.entity.js';
import { CustomerEntity } from '../features/customers/customer.entity.js';
import { SiteEntity } from '../features/customers/site.entity.js';
import { CollectorEntity } from '../features/identity/collector.entity.js';
import { RoleGrantEntity } from '../features/identity/role-grant.entity.js';
import { SessionEntity } from '../features/identity/session.entity.js';
import { SetupTokenEntity } from '../features/identity/setup-token.entity.js';
import { UserEntity } from '../features/identity/user.entity.js';
import { DeviceEntity } from '../features/inventory/device.entity.js';
import { PollProfileEntity } from '../features/inventory/poll-profile.entity.js';
import { PortEntity } from '../features/inventory/port.entity.js';
import { SnmpCredentialEntity } from '../features/inventory/snmp-credential.entity.js';
import { CircuitStateEntity } from '../features/telemetry/circuit-state.entity.js';
import { PortStateEntity } from '../features/telemetry/port-state.entity.js';
import { StateIntervalEntity } from '../features/telemetry/state-interval.entity.js';

/** Every table that the ORM knows. Sample, roll-up, outbox and job tables are reached by SQL in their one class. */
export const ENTITIES = [
  CircuitEndEntity,
  CircuitEntity,
  CircuitStateEntity,
  CodeEntity,
  CollectorEntity,
  ContractEntity,
  CustomerEntity,
  DeviceEntity,
  PollProfileEntity,
  PortEntity,
  PortStateEntity,
  RoleGrantEntity,
  SessionEntity,
  SetupTokenEntity,
  SiteEntity,
  SnmpCredentialEntity,
  StateIntervalEntity,
  UserEntity,
];
