import * as z from 'zod/mini';
import { lineOfText } from './plain-text.js';

/** Bytes that one document may have. */
export const DOCUMENT_MAX_BYTES = 20 * 1024 * 1024;
/** Bytes that all documents of one customer may have together. */
export const DOCUMENTS_QUOTA_BYTES = 500 * 1024 * 1024;

export const DOCUMENT_KINDS = ['ACCEPTANCE', 'CONTRACT', 'DRAWING', 'REPORT', 'OTHER'] as const;
export type DocumentKind = (typeof DOCUMENT_KINDS)[number];

/** What may be kept, by the ending of its name. Nothing here runs or is shown by a browser on our address. */
export const DOCUMENT_TYPES: Readonly<Record<string, string>> = {
  pdf: 'application/pdf',
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  txt: 'text/plain',
  csv: 'text/csv',
};

export const DocumentView = z.object({
  id: z.uuid(),
  customerId: z.uuid(),
  siteId: z.nullable(z.uuid()),
  name: z.string(),
  kind: z.enum(DOCUMENT_KINDS),
  mediaType: z.string(),
  bytes: z.int(),
  sha256: z.string(),
  addedAt: z.iso.datetime(),
  /** Null to customers: they are told of a role at most. */
  addedBy: z.nullable(z.string()),
});
export type DocumentView = z.infer<typeof DocumentView>;

/** `GET /api/v1/customers/:id/documents`: newest first, at most 500. */
export const DocumentList = z.object({ items: z.array(DocumentView), usedBytes: z.int(), quotaBytes: z.int() });
export type DocumentList = z.infer<typeof DocumentList>;

/** Query of `POST /api/v1/customers/:id/documents`, whose body is the file itself as application/octet-stream. */
export const DocumentUpload = z.object({
  name: lineOfText(200),
  kind: z.enum(DOCUMENT_KINDS),
  siteId: z.optional(z.uuid()),
});
export type DocumentUpload = z.infer<typeof DocumentUpload>;
