import { Component } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { Router } from '@angular/router';
import { RouterTestingHarness } from '@angular/router/testing';
import { aSession, idOf } from '../../../../testing/circuits';
import { eventually, openBed, type PageBed } from '../../../../testing/page-bed';
import { NewDevicePage } from './new-device-page';

const AT_WILL = { statusS: null, opticalS: null, countsAllPackets: false };

@Component({ template: 'the device' })
class Elsewhere {}

describe('the form of a new device', () => {
  let bed: PageBed;
  let page: HTMLElement;

  beforeEach(async () => {
    bed = await openBed(
      [
        { path: 'devices/new', component: NewDevicePage },
        { path: 'devices/:id', component: Elsewhere },
      ],
      aSession({ role: 'NOC_OPERATOR', customers: [], permissions: ['devices:read', 'devices:write'] }),
    );
    const harness = await RouterTestingHarness.create();
    void harness.navigateByUrl('/devices/new');
    page = await eventually(() => harness.routeNativeElement);
    const credentials = [{ id: idOf(1), name: 'v3 keys', version: 'V3', devices: 0 }];
    const profile = {
      timeoutMs: 1,
      retries: 0,
      backoff: 1,
      maxRepetitions: 1,
      discoveryS: 86_400,
      devices: 0,
      ...AT_WILL,
    };
    const profiles = [{ id: idOf(2), name: '一分钟', intervalS: 60, ...profile }];
    (await eventually(() => bed.http.match('/api/v1/credentials')[0])).flush({ items: credentials });
    (await eventually(() => bed.http.match('/api/v1/poll-profiles')[0])).flush({ items: profiles });
    await eventually(() => page.querySelectorAll('#credential option').length === 2);
  });

  function write(id: string, value: string): void {
    const field = page.querySelector<HTMLInputElement | HTMLSelectElement>(`#${id}`);
    if (field === null) throw new Error(`there is no field ${id}`);
    field.value = value;
    field.dispatchEvent(new Event('input', { bubbles: true }));
    field.dispatchEvent(new Event('change', { bubbles: true }));
  }

  function send(): void {
    page.querySelector('form')?.dispatchEvent(new Event('submit', { cancelable: true }));
  }

  function fill(): void {
    write('code', 'CS-PE-09');
    write('name', '新设备');
    write('address', '10.0.0.9');
    write('credential', idOf(1));
    write('profile', idOf(2));
  }

  it('sends nothing while something is missing, and says what', async () => {
    send();
    await eventually(() => page.querySelector('#code-problem')?.textContent.includes('请填写此项'));
    expect(page.querySelector('#port-problem')?.textContent.trim()).toBe('');
    bed.http.expectNone('/api/v1/devices');
  });

  it('enters the device and goes to its page', async () => {
    fill();
    send();
    const sent = await eventually(() => bed.http.match('/api/v1/devices')[0]);
    expect(sent.request.body).toEqual({
      code: 'CS-PE-09',
      name: '新设备',
      vendor: '',
      model: '',
      address: '10.0.0.9',
      port: 161,
      credentialId: idOf(1),
      pollProfileId: idOf(2),
      region: null,
      requiredTag: null,
    });
    sent.flush({ id: idOf(3) });
    await eventually(() => TestBed.inject(Router).url === `/devices/${idOf(3)}`);
  });

  it('says of every field why the server did not take it', async () => {
    fill();
    send();
    const sent = await eventually(() => bed.http.match('/api/v1/devices')[0]);
    const fields = [
      { field: 'code', reason: 'taken' },
      { field: 'credentialId', reason: 'unknown' },
    ];
    const problem = { type: 'x', title: 'x', status: 400, code: 'request.invalid', fields };
    sent.flush(problem, { status: 400, statusText: 'x' });
    const said = await eventually(() => page.querySelector('[role=alert]')?.textContent);
    expect(said).toContain('编号: 已被使用');
    expect(said).toContain('访问凭据: 不存在');
  });
});
