/** ENTITY-MIB (RFC 6933): the physical parts of a device, and which interface is on which. */

const ENT_PHYSICAL_ENTRY = '1.3.6.1.2.1.47.1.1.1.1';

/** The index is entPhysicalIndex. */
export const ENT_PHYSICAL = {
  containedIn: `${ENT_PHYSICAL_ENTRY}.4`,
  class: `${ENT_PHYSICAL_ENTRY}.5`,
  name: `${ENT_PHYSICAL_ENTRY}.7`,
  serial: `${ENT_PHYSICAL_ENTRY}.11`,
  model: `${ENT_PHYSICAL_ENTRY}.13`,
} as const;

/** entPhysicalClass: a card that can be pulled out. */
export const CLASS_MODULE = 9;

/** The index is (entPhysicalIndex, entAliasLogicalIndexOrZero), the value the OID of an ifIndex. */
export const ENT_ALIAS_MAPPING = '1.3.6.1.2.1.47.1.3.2.1.2';
