import { Service } from '@angular/core';
import type { NewNoticeBrowser } from '@linewatch/shared';

/** What a page hands over so that this browser is told; the name is for its person. */
export type PushSubscriptionForm = NewNoticeBrowser;

/** Whether this browser can be told at all, and whether its person forbade it in its own settings. */
export type PushAbility = 'possible' | 'impossible' | 'forbidden';

const WORKER = '/push-worker.js';
/** Of the maker's push service. A browser that does not reach it asks on for minutes without a word. */
const PATIENCE_MS = 15_000;

interface ScriptPolicies {
  createPolicy(
    name: string,
    rules: { createScriptURL: (url: string) => string },
  ): { createScriptURL(url: string): string };
}

/** This browser as one that shows notices while no page is open (Push API, Notifications API). */
@Service()
export class BrowserPush {
  ability(): PushAbility {
    if (!isSecureContext || !('serviceWorker' in navigator) || !('PushManager' in window)) return 'impossible';
    return Notification.permission === 'denied' ? 'forbidden' : 'possible';
  }

  /** SHA-256 of the endpoint as hex, by which the house lists this browser; undefined while it is off. */
  async fingerprint(): Promise<string | undefined> {
    if (this.ability() === 'impossible') return undefined;
    const worker = await navigator.serviceWorker.getRegistration(WORKER);
    const subscription = await worker?.pushManager.getSubscription();
    if (subscription === null || subscription === undefined) return undefined;
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(subscription.endpoint));
    return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  }

  /**
   * Asks the person and the maker of the browser. @returns undefined when the person said no
   *
   * @param publicKey whom alone the browser takes messages from, base64url
   * @throws DOMException when the browser gets no address from the push service of its maker
   */
  async subscribe(publicKey: string): Promise<PushSubscriptionForm | undefined> {
    if ((await Notification.requestPermission()) !== 'granted') return undefined;
    await navigator.serviceWorker.register(workerUrl());
    const { pushManager } = await navigator.serviceWorker.ready;
    const asked = pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: publicKey });
    const subscription = await answeredWithin(PATIENCE_MS, asked, (late) => late.unsubscribe());
    const { endpoint, keys } = subscription.toJSON();
    return {
      name: nameOf(navigator.userAgent),
      endpoint: endpoint ?? '',
      keys: { p256dh: keys?.['p256dh'] ?? '', auth: keys?.['auth'] ?? '' },
    };
  }

  async unsubscribe(): Promise<void> {
    const worker = await navigator.serviceWorker.getRegistration(WORKER);
    await (await worker?.pushManager.getSubscription())?.unsubscribe();
  }
}

/**
 * What a promise brings, or a DOMException `TimeoutError` when that takes too long.
 *
 * @param undo what is done with that which comes too late
 */
export async function answeredWithin<Value>(
  ms: number,
  asked: Promise<Value>,
  undo: (late: Value) => unknown,
): Promise<Value> {
  let isOver = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      isOver = true;
      reject(new DOMException('No answer', 'TimeoutError'));
    }, ms);
  });
  void asked.then(
    (late) => (isOver ? undo(late) : undefined),
    // Whoever waits for it is told below; what fails later has nothing to undo.
    () => undefined,
  );
  try {
    return await Promise.race([asked, tooLong]);
  } finally {
    clearTimeout(timer);
  }
}

/** The content security policy wants it said which script this is. */
function workerUrl(): string {
  const policies = (globalThis as { trustedTypes?: ScriptPolicies }).trustedTypes;
  return policies?.createPolicy('linewatch-worker', { createScriptURL: () => WORKER }).createScriptURL('') ?? WORKER;
}

const BROWSERS: readonly [RegExp, string][] = [
  [/Edg\//, 'Edge'],
  [/Firefox\//, 'Firefox'],
  [/Chrome\//, 'Chrome'],
  [/Safari\//, 'Safari'],
];
const SYSTEMS: readonly [RegExp, string][] = [
  [/Android/, 'Android'],
  [/iPhone|iPad/, 'iOS'],
  [/Windows/, 'Windows'],
  [/Mac OS/, 'macOS'],
  [/Linux/, 'Linux'],
];

/** What people would call it. */
export function nameOf(userAgent: string): string {
  const pick = (names: readonly [RegExp, string][]): string | undefined =>
    names.find(([pattern]) => pattern.test(userAgent))?.[1];
  return [pick(BROWSERS) ?? 'Browser', pick(SYSTEMS)].filter((part) => part !== undefined).join(' · ');
}
