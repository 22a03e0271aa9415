import * as z from 'zod/mini';
import { lineOfText, optionalLine } from './plain-text.js';

/** Words that people and other systems call things by: ASCII, so that no two look alike. */
export const CODE = /^[A-Za-z0-9][A-Za-z0-9._/-]*$/;
const code = (max: number) => z.string().check(z.trim(), z.maxLength(max), z.regex(CODE));
const Day = z.iso.date();

export const CUSTOMER_STATUSES = ['PROSPECT', 'ACTIVE', 'SUSPENDED', 'CLOSED'] as const;
export type CustomerStatus = (typeof CUSTOMER_STATUSES)[number];
export const CONTACT_ROLES = ['TECHNICAL', 'BUSINESS', 'BILLING', 'EMERGENCY', 'SIGNATORY'] as const;
export type ContactRole = (typeof CONTACT_ROLES)[number];

/** What staff write of a customer. `version` null makes a new one. */
export const CustomerForm = z.object({
  code: code(32),
  nameZh: lineOfText(120),
  nameEn: lineOfText(120),
  /** Code of domain `customerGrade`. */
  grade: z.string().check(z.minLength(1), z.maxLength(32)),
  timeZone: z.string().check(z.minLength(1), z.maxLength(64)),
  status: z.enum(CUSTOMER_STATUSES),
  version: z.nullable(z.int()),
});
export type CustomerForm = z.infer<typeof CustomerForm>;

export const SiteForm = z.object({
  code: code(32),
  nameZh: lineOfText(120),
  nameEn: lineOfText(120),
  address: z.string().check(z.trim(), z.maxLength(200)),
  version: z.nullable(z.int()),
});
export type SiteForm = z.infer<typeof SiteForm>;

/** What the customer says of coming to a site: hours and whom to ask. */
export const SiteAccessForm = z.object({
  accessHours: optionalLine(200),
  accessNote: optionalLine(400),
  version: z.int(),
});
export type SiteAccessForm = z.infer<typeof SiteAccessForm>;

export const ContactForm = z.object({
  siteId: z.nullable(z.uuid()),
  name: lineOfText(80),
  role: z.enum(CONTACT_ROLES),
  phone: z.nullable(z.string().check(z.trim(), z.maxLength(40), z.regex(/^[+()0-9 ./#*;,ext-]*$/))),
  email: z.nullable(z.email().check(z.maxLength(200))),
  language: z.enum(['zh-CN', 'en']),
  version: z.nullable(z.int()),
});
export type ContactForm = z.infer<typeof ContactForm>;

/** Half a year at most. */
const NoticeHours = z.int().check(z.minimum(1), z.maximum(4_392));

export const ContractForm = z.object({
  number: code(40),
  /** Code of domain `slaClass`. */
  slaClass: z.string().check(z.minLength(1), z.maxLength(32)),
  validFrom: z.nullable(Day),
  validTo: z.nullable(Day),
  /** Hours before a planned work at which the customer is told; null: as with everybody. Absent: as it is. */
  maintenanceNoticeHours: z.optional(z.nullable(NoticeHours)),
  /** Whether the time of emergency works is taken out as well. Absent: as it is. */
  emergencyExcluded: z.optional(z.boolean()),
  version: z.nullable(z.int()),
});
export type ContractForm = z.infer<typeof ContractForm>;

export const CustomerRow = z.object({
  id: z.uuid(),
  code: z.string(),
  nameZh: z.string(),
  nameEn: z.string(),
  grade: z.string(),
  status: z.string(),
  /** Circuits that are not terminated. */
  circuits: z.int(),
  sites: z.int(),
});
export type CustomerRow = z.infer<typeof CustomerRow>;

export const CustomerQuery = z.object({
  q: z.optional(z.string().check(z.trim(), z.maxLength(80))),
  limit: z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(500)), 100),
  cursor: z.optional(z.string().check(z.maxLength(400))),
});
export type CustomerQuery = z.infer<typeof CustomerQuery>;
/** `GET /api/v1/customers`, by code. */
export const CustomerPage = z.object({ items: z.array(CustomerRow), nextCursor: z.nullable(z.string()) });
export type CustomerPage = z.infer<typeof CustomerPage>;

export const SiteView = z.object({
  id: z.uuid(),
  code: z.string(),
  nameZh: z.string(),
  nameEn: z.string(),
  address: z.string(),
  accessHours: z.nullable(z.string()),
  accessNote: z.nullable(z.string()),
  version: z.int(),
});
export type SiteView = z.infer<typeof SiteView>;

export const ContactView = z.object({
  id: z.uuid(),
  siteId: z.nullable(z.uuid()),
  name: z.string(),
  role: z.enum(CONTACT_ROLES),
  phone: z.nullable(z.string()),
  email: z.nullable(z.string()),
  language: z.enum(['zh-CN', 'en']),
  version: z.int(),
});
export type ContactView = z.infer<typeof ContactView>;

export const ContractView = z.object({
  id: z.uuid(),
  number: z.string(),
  slaClass: z.string(),
  validFrom: z.nullable(z.string()),
  validTo: z.nullable(z.string()),
  maintenanceNoticeHours: z.nullable(z.int()),
  emergencyExcluded: z.boolean(),
  version: z.int(),
});
export type ContractView = z.infer<typeof ContractView>;

/**
 * `GET /api/v1/customers/:id`. Whoever may see some sites only sees those, the contacts there and no contract.
 * `managers`: the operator's people who serve this customer, by name.
 */
export const CustomerView = z.object({
  id: z.uuid(),
  code: z.string(),
  nameZh: z.string(),
  nameEn: z.string(),
  grade: z.string(),
  timeZone: z.string(),
  status: z.string(),
  version: z.int(),
  managers: z.array(z.string()),
  sites: z.array(SiteView),
  contacts: z.array(ContactView),
  contracts: z.array(ContractView),
});
export type CustomerView = z.infer<typeof CustomerView>;

/** What making or changing something answers. */
export const Saved = z.object({ id: z.uuid(), version: z.int() });
export type Saved = z.infer<typeof Saved>;
