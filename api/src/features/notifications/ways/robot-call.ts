import { createHmac } from 'node:crypto';
import type { RoomType } from '@linewatch/shared';
import type { RoomSecrets } from '../room.js';
import type { RoomCall, RoomMessage } from './room-message.js';

export type RobotType = Exclude<RoomType, 'webhook'>;

/** UTF-8 bytes of a text: 企业微信 takes 2048, the others more. */
const LONGEST_TEXT = 2_000;

/** A message in the form that the robot of a chat takes, signed where it has a secret. */
export function robotCall(type: RobotType, secrets: RoomSecrets, message: RoomMessage, now: number): RoomCall {
  const text = robotText(message);
  switch (type) {
    case 'wecom':
      return call(secrets.url, { msgtype: 'text', text: { content: text } });
    case 'dingtalk':
      return call(signedForDingTalk(secrets, now), { msgtype: 'text', text: { content: text } });
    case 'feishu':
      return call(secrets.url, { ...signedForFeishu(secrets, now), msg_type: 'text', content: { text } });
  }
}

/**
 * Whether a robot took the message: it answers 200 in any case and says in the body how it went.
 *
 * @returns null, or its error code in a few characters
 */
export function robotFailure(body: string): string | null {
  let answer: unknown;
  try {
    answer = JSON.parse(body);
  } catch {
    // Whatever stands there, it is not the robot that answers.
    return 'answer-unreadable';
  }
  if (typeof answer !== 'object' || answer === null) return 'answer-unreadable';
  // 企业微信 and 钉钉 say errcode, 飞书 code, and an older 飞书 StatusCode.
  const said = Object.entries(answer).find(([name]) => ['errcode', 'code', 'StatusCode'].includes(name));
  if (said === undefined) return 'answer-unreadable';
  return said[1] === 0 ? null : `errcode-${String(said[1]).slice(0, 20)}`;
}

function call(url: string, body: object): RoomCall {
  return { url, body: JSON.stringify(body), headers: {} };
}

/** 加签: the moment and the secret, signed with the secret, behind the address. */
function signedForDingTalk({ url, secret }: RoomSecrets, now: number): string {
  if (secret === null) return url;
  const signature = createHmac('sha256', secret)
    .update(`${String(now)}\n${secret}`)
    .digest('base64');
  const signed = new URL(url);
  signed.searchParams.set('timestamp', String(now));
  signed.searchParams.set('sign', signature);
  return signed.href;
}

/** Nothing is signed, with the moment and the secret as the key. */
function signedForFeishu({ secret }: RoomSecrets, now: number): { timestamp?: string; sign?: string } {
  if (secret === null) return {};
  const timestamp = String(Math.floor(now / 1_000));
  return { timestamp, sign: createHmac('sha256', `${timestamp}\n${secret}`).update('').digest('base64') };
}

/** Brackets become others: 飞书 would take <at user_id="all"> in somebody's name for a call to the whole chat. */
function robotText({ words, url }: RoomMessage): string {
  const said = [words.title, ...words.lines, ...words.facts].map((line) =>
    line.replaceAll('<', '＜').replaceAll('>', '＞'),
  );
  const tail = `\n${url}`;
  let text = '';
  for (const line of said) {
    const longer = text === '' ? line : `${text}\n${line}`;
    if (Buffer.byteLength(longer) + Buffer.byteLength(tail) + 4 > LONGEST_TEXT) return `${text}\n…${tail}`;
    text = longer;
  }
  return `${text}${tail}`;
}
