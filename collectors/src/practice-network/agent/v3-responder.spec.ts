import { HandClock, openSmallHouse, udpPortOf, V3_ACCESS } from '../../testing/small-practice-house.js';
import { SnmpManager } from '../../testing/snmp-manager.js';
import type { PracticeHouse } from '../practice-house.js';

const SYS_NAME = '1.3.6.1.2.1.1.5.0';
const ENGINE_BOOTS = '1.3.6.1.6.3.10.2.1.2.0';
const ENGINE_TIME = '1.3.6.1.6.3.10.2.1.3.0';

describe('the agent of a practice device, asked by v3', () => {
  let clock: HandClock;
  let house: PracticeHouse;
  const managers: SnmpManager[] = [];

  beforeEach(async () => {
    clock = new HandClock();
    house = await openSmallHouse(clock);
  });

  afterEach(async () => {
    for (const manager of managers.splice(0)) manager.close();
    await house.close();
  });

  function ask(user: string, authKey: string, privKey: string): SnmpManager {
    const manager = SnmpManager.v3(udpPortOf(house, 'PE-V3'), user, authKey, privKey);
    managers.push(manager);
    return manager;
  }

  it('is discovered, and answers its user under authentication and encryption', async () => {
    const [name] = await ask(V3_ACCESS.user, V3_ACCESS.authKey, V3_ACCESS.privKey).get(SYS_NAME);

    expect(name?.value).toBe('PE-V3');
  });

  it('walks the same by GETBULK of any size', async () => {
    const manager = ask(V3_ACCESS.user, V3_ACCESS.authKey, V3_ACCESS.privKey);
    const [one, many] = [await manager.walk('1.3.6.1.2.1.31', 1), await manager.walk('1.3.6.1.2.1.31', 50)];

    expect(one.length).toBe(2 + 3 * 19);
    expect(many).toEqual(one);
  });

  it('reports an unknown user', async () => {
    const stranger = ask('nobody', V3_ACCESS.authKey, V3_ACCESS.privKey);

    await expectAsync(stranger.get(SYS_NAME)).toBeRejectedWithError(/[Uu]nknown ?[Uu]ser/);
  });

  it('reports a wrong authentication key', async () => {
    const stranger = ask(V3_ACCESS.user, 'another-auth-key', V3_ACCESS.privKey);

    await expectAsync(stranger.get(SYS_NAME)).toBeRejectedWithError(/[Ww]rong ?[Dd]igest/);
  });

  it('reports a wrong privacy key', async () => {
    const stranger = ask(V3_ACCESS.user, V3_ACCESS.authKey, 'another-priv-key');

    await expectAsync(stranger.get(SYS_NAME)).toBeRejectedWithError(/[Dd]ecryption ?[Ee]rror/);
  });

  it('tells a manager whose idea of the time is out of the window what time it is', async () => {
    const manager = ask(V3_ACCESS.user, V3_ACCESS.authKey, V3_ACCESS.privKey);
    const [before] = await manager.get(ENGINE_TIME);
    clock.pass(1_000_000);
    const [after] = await manager.get(ENGINE_TIME);

    expect(Number(after?.value) - Number(before?.value)).toBe(1_000);
  });

  it('counts one boot more after a restart, and is found again', async () => {
    const manager = ask(V3_ACCESS.user, V3_ACCESS.authKey, V3_ACCESS.privKey);
    const [before] = await manager.get(ENGINE_BOOTS);
    house.network.devices.find(({ code }) => code === 'PE-V3')?.reboot(clock.now());
    const [boots, time] = await manager.get(ENGINE_BOOTS, ENGINE_TIME);

    expect(Number(boots?.value) - Number(before?.value)).toBe(1);
    expect(time?.value).toBe(0);
  });
});
