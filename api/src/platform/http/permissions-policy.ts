/**
 * What browsers could do for a page and the portal never asks of them: all that Chromium 156 names in
 * `document.featurePolicy.features()`. Text that got into a page in spite of everything else could then neither listen,
 * look, pay, nor reach devices and networks near the browser. A list, as a policy has no word for "everything". What it
 * names on some systems alone (`bluetooth`, `web-share`) stays out: elsewhere each page would warn of it in the console,
 * where nobody would see a warning that means something. Both ask the person first in any case.
 *
 * Left out are the hints of the client (`ch-…`), which are no power of a page but what the browser tells a server that
 * asks, and we ask for none. Push, notifications and storage are bound by permission and have no name here.
 *
 * @see https://www.w3.org/TR/permissions-policy/ section 5.2 (structured header serialization)
 */
const UNUSED_FEATURES = [
  ...['accelerometer', 'aria-notify', 'autoplay', 'browsing-topics', 'camera', 'captured-surface-control'],
  ...['clipboard-read', 'clipboard-write', 'compute-pressure', 'cross-origin-isolated', 'deferred-fetch'],
  ...['deferred-fetch-minimal', 'digital-credentials-create', 'digital-credentials-get', 'display-capture'],
  ...['encrypted-media', 'fullscreen', 'gamepad', 'geolocation', 'gyroscope', 'hid', 'identity-credentials-get'],
  ...['idle-detection', 'interest-cohort', 'keyboard-map', 'language-detector', 'language-model', 'local-fonts'],
  ...['local-network', 'local-network-access', 'loopback-network', 'magnetometer', 'media-playback-while-not-visible'],
  ...['microphone', 'midi', 'on-device-speech-recognition', 'otp-credentials', 'payment', 'picture-in-picture'],
  ...['private-state-token-issuance', 'private-state-token-redemption', 'publickey-credentials-create'],
  ...['publickey-credentials-get', 'screen-wake-lock', 'serial', 'speaker-selection', 'storage-access', 'summarizer'],
  ...['sync-xhr', 'translator', 'unload', 'usb', 'window-management', 'xr-spatial-tracking'],
] as const;

export type UnusedFeature = (typeof UNUSED_FEATURES)[number];

/** The header: each of them for nobody, frames of ours included. */
export const PERMISSIONS_POLICY = UNUSED_FEATURES.map((feature) => `${feature}=()`).join(', ');
