import type { AuditEntryView, Role } from '@linewatch/shared';
import type { ListedEntry } from './audit.repository.js';

const STAFF: ReadonlySet<Role> = new Set<Role>(['ACCOUNT_MANAGER', 'NOC_OPERATOR', 'PLATFORM_ADMIN']);

/** Whether a role belongs to the operator. */
export function isStaffRole(role: Role | null): boolean {
  return role !== null && STAFF.has(role);
}

/**
 * @param reader who reads: the operator's people have names only for one another
 * @param names of actors by id
 */
export function toAuditEntryView(entry: ListedEntry, reader: Role, names: ReadonlyMap<string, string>): AuditEntryView {
  const isStaff = isStaffRole(entry.role);
  const isNamed = !isStaff || isStaffRole(reader);
  const { customerId, nameZh, nameEn } = entry;
  return {
    id: entry.id,
    at: new Date(entry.at).toISOString(),
    actor: entry.actor,
    actorName: isNamed ? (entry.actorName ?? names.get(entry.actorId ?? '') ?? null) : null,
    role: entry.role,
    isStaff,
    action: entry.action,
    customer: customerId === null || nameZh === null || nameEn === null ? null : { id: customerId, nameZh, nameEn },
    objectType: entry.objectType,
    objectName: entry.objectName ?? (entry.objectType === 'permission' ? entry.objectId : null),
    before: parsed(entry.beforeJson),
    after: parsed(entry.afterJson),
    address: isNamed ? entry.address : null,
  };
}

function parsed(json: string | null): Record<string, unknown> | null {
  return json === null ? null : (JSON.parse(json) as Record<string, unknown>);
}
