import * as z from 'zod/mini';

/** Browsers of one person that are told; the one that was silent longest goes for a new one. */
export const MOST_BROWSERS = 10;

/** A browser that its person switched on. */
export const NoticeBrowser = z.object({
  id: z.uuid(),
  /** As its person would call it, such as `Chrome · Windows`. */
  name: z.string(),
  /** SHA-256 of its endpoint as hex, by which a page knows its own browser. */
  fingerprint: z.string(),
  addedAt: z.iso.datetime(),
  toldAt: z.nullable(z.iso.datetime()),
});
export type NoticeBrowser = z.infer<typeof NoticeBrowser>;

/** `GET /api/v1/notice-browsers`: one's own. */
export const NoticeBrowserList = z.object({
  /** Whom the browser takes messages from: a point of P-256, base64url (RFC 8292 section 3.2). */
  publicKey: z.string(),
  items: z.array(NoticeBrowser),
});
export type NoticeBrowserList = z.infer<typeof NoticeBrowserList>;

/** `POST /api/v1/notice-browsers`: what the browser says of itself (Push API, PushSubscription). */
export const NewNoticeBrowser = z.object({
  name: z.string().check(z.trim(), z.minLength(1), z.maxLength(80)),
  endpoint: z.string().check(z.minLength(8), z.maxLength(1_000)),
  keys: z.object({
    /** 65 octets and 16 octets (RFC 8291 section 2), base64url. */
    p256dh: z.string().check(z.regex(/^[A-Za-z0-9_-]{87}=?$/)),
    auth: z.string().check(z.regex(/^[A-Za-z0-9_-]{22}={0,2}$/)),
  }),
});
export type NewNoticeBrowser = z.infer<typeof NewNoticeBrowser>;

/** `POST /api/v1/notice-browsers/:browserId/test`. */
export const NoticeBrowserTest = z.object({
  isDelivered: z.boolean(),
  failure: z.nullable(z.string()),
});
export type NoticeBrowserTest = z.infer<typeof NoticeBrowserTest>;
