import { Component, computed, inject, input } from '@angular/core';
import { TranslocoPipe, TranslocoService } from '@jsverse/transloco';
import type { DeviceDetail } from '@linewatch/shared';
import { Locale } from '../../../core/i18n/locale';
import { formatDuration, formatInstant } from '../../../ui/format/quantities';

interface Fact {
  readonly key: string;
  readonly value: string;
}

/** How a device is asked and what it said of itself. */
@Component({
  selector: 'lw-device-facts',
  imports: [TranslocoPipe],
  template: `
    <dl>
      @for (fact of facts(); track fact.key) {
        <div>
          <dt>{{ 'device.' + fact.key | transloco }}</dt>
          <dd>{{ fact.value }}</dd>
        </div>
      }
    </dl>
  `,
  styles: `
    dl {
      display: grid;
      grid-template-columns: repeat(auto-fill, minmax(180px, 1fr));
      gap: 10px 20px;
    }

    dt {
      font-size: 12px;
      color: var(--lw-muted);
    }

    dd {
      overflow-wrap: anywhere;
    }
  `,
})
export class DeviceFacts {
  readonly device = input.required<DeviceDetail>();

  private readonly locale = inject(Locale);
  private readonly transloco = inject(TranslocoService);

  protected readonly facts = computed<readonly Fact[]>(() => {
    const language = this.locale.language();
    const say = (key: string, values: Record<string, unknown> = {}): string => this.transloco.translate(key, values);
    const { credentialName, snmpVersion, profile, region, requiredTag, collector, discovery } = this.device();
    const { system, at, version, missingColumns } = discovery;
    const { statusS } = profile;
    const every = {
      states: formatDuration((statusS ?? 0) * 1_000, language),
      name: profile.name,
      interval: formatDuration(profile.intervalS * 1_000, language),
      discovery: formatDuration(profile.discoveryS * 1_000, language),
    };
    const found =
      at === null
        ? say('device.notYet')
        : `${formatInstant(at, language, this.locale.zone(), 'minute')} · ${say('device.version', { version })}`;
    return [
      { key: 'credential', value: `${credentialName} · SNMP ${snmpVersion}` },
      { key: 'profile', value: say(statusS === null ? 'device.every' : 'device.everyAndStates', every) },
      { key: 'region', value: region ?? say('device.anyRegion') },
      { key: 'requiredTag', value: requiredTag ?? say('device.none') },
      { key: 'collector', value: collector ?? say('device.none') },
      { key: 'discovered', value: found },
      ...(system === null
        ? []
        : [
            { key: 'engineId', value: system.engineId ?? '—' },
            { key: 'sysObjectId', value: system.sysObjectId || '—' },
            { key: 'location', value: system.sysLocation || '—' },
            { key: 'missing', value: missingColumns.join(', ') || say('device.none') },
          ]),
    ];
  });
}
