import {
  ALARM_ACT_OUTCOMES,
  ALARM_CODES,
  ALARM_EVENT_KINDS,
  ALARM_OPERATOR_STATES,
  DEVICE_FAULTS,
  ERROR_CODES,
  FAULT_KINDS,
  FAULT_PROGRESS,
  FAULT_REASONS,
  FAULT_STORY_KINDS,
  OPERATING_STATUSES,
  PASSWORD_REFUSALS,
  PERMISSIONS,
  PORT_STATUSES,
  ROLES,
  SEVERITIES,
  SUPPRESSION_RULES,
  THRESHOLD_METRICS,
} from '@linewatch/shared';
import en from '../../../i18n/en.json';
import zh from '../../../i18n/zh-CN.json';
import { STATUS_LOOK } from '../../ui/status/status-look';
import { LOCAL_CODES } from '../http/failure';

interface Tree {
  readonly [key: string]: string | Tree;
}

function leaves(tree: Tree, path = ''): Map<string, string> {
  return new Map(
    Object.entries(tree).flatMap(([key, value]) =>
      typeof value === 'string'
        ? [[`${path}${key}`, value] as const]
        : [...leaves(value, `${path}${key}.`)].map(([name, text]) => [name, text] as const),
    ),
  );
}

/** Names of the values that a text wants, without the branches of plurals. */
function namesIn(text: string): string[] {
  return [
    ...new Set([...text.matchAll(/(?<!(?:=\d|\bone|\bother)\s*)\{(\w+)(?=[,}])/g)].map(([, name]) => name ?? '')),
  ].sort();
}

const chinese = leaves(zh);
const english = leaves(en);

describe('the catalogues', () => {
  it('have every text in both languages', () => {
    expect([...chinese.keys()].sort()).toEqual([...english.keys()].sort());
  });

  it('have no empty text, and Chinese in the Chinese one', () => {
    expect([...chinese].filter(([, text]) => text.trim() === '')).toEqual([]);
    expect([...english].filter(([, text]) => text.trim() === '')).toEqual([]);
    expect([...english].filter(([, text]) => /[\u4e00-\u9fff]/.test(text))).toEqual([]);
  });

  it('count in English: what stands before a noun in the plural may be one', () => {
    const nouns =
      /\{\w+\} (?:\w+ )?(?:minutes|hours|days|times|circuits|tickets|outages|files|holidays|kinds|clocks)\b/;
    const counted = /\{\w+, plural, [^{]*(?:\{[^{}]*(?:\{\w+\}[^{}]*)*\}\s*\w*\s*)+\}/g;
    expect([...english].filter(([, text]) => nouns.test(text.replace(counted, '')))).toEqual([]);
  });

  it('want the same values in both languages', () => {
    const differing = [...chinese].filter(([key, text]) => {
      const wanted = namesIn(text);
      return namesIn(english.get(key) ?? '').join() !== wanted.join();
    });
    expect(differing).toEqual([]);
  });

  it('have a text for every code that can be answered, every state, fault and role', () => {
    const wanted = [
      ...[...ERROR_CODES, ...LOCAL_CODES].map((code) => `error.${code}`),
      ...OPERATING_STATUSES.map((status) => `status.${status}`),
      ...PORT_STATUSES.flatMap((status) => [`portStatus.${status}`, `story.end.${status}`]),
      ...Object.values(STATUS_LOOK).map(({ word }) => word),
      ...DEVICE_FAULTS.map((fault) => `fault.${fault}`),
      ...ROLES.map((role) => `role.${role}`),
      ...PERMISSIONS.map((permission) => `permission.${permission}`),
      ...ALARM_CODES.map((code) => `alarmCode.${code}`),
      ...ALARM_EVENT_KINDS.map((kind) => `alarmEvent.${kind}`),
      ...ALARM_OPERATOR_STATES.map((state) => `alarmState.${state}`),
      ...ALARM_ACT_OUTCOMES.map((outcome) => `alarmOutcome.${outcome}`),
      ...SUPPRESSION_RULES.map((rule) => `alarmRule.${rule}`),
      ...SEVERITIES.map((severity) => `severity.${severity}`),
      ...FAULT_KINDS.map((kind) => `faultKind.${kind}`),
      ...FAULT_REASONS.map((reason) => `faultReason.${reason}`),
      ...FAULT_PROGRESS.map((progress) => `faultProgress.${progress}`),
      ...FAULT_STORY_KINDS.map((kind) => `faultStory.${kind}`),
      ...THRESHOLD_METRICS.map((metric) => `thresholdMetric.${metric}`),
      ...PASSWORD_REFUSALS.map((reason) => `field.${reason}`),
    ];
    expect(wanted.filter((key) => !chinese.has(key))).toEqual([]);
  });
});
