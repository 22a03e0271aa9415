import { inputBinding, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { OPERATING_STATUSES, PORT_STATUSES } from '@linewatch/shared';
import { openBed } from '../../../testing/page-bed';
import { Status } from './status';
import type { AnyStatus } from './status-look';

describe('the status', () => {
  async function show(status: AnyStatus): Promise<{ word: string; shape: string }> {
    const fixture = TestBed.createComponent(Status, { bindings: [inputBinding('status', signal(status))] });
    await fixture.whenStable();
    const element = fixture.nativeElement as HTMLElement;
    const word = element.textContent.trim();
    const drawing = [...element.querySelectorAll('svg *')].map(
      (part) => `${part.tagName} ${part.getAttribute('d') ?? ''}`,
    );
    return { word, shape: drawing.join() };
  }

  it('tells the states of a circuit apart by word and by shape, without its colour', async () => {
    await openBed();
    const shown = await Promise.all(OPERATING_STATUSES.map(show));
    expect(shown.map(({ word }) => word)).toEqual(['中断', '劣化', '未知', '正常', '停用']);
    expect(new Set(shown.map(({ shape }) => shape)).size).toBe(OPERATING_STATUSES.length);
  });

  it('has a word for every state of a port', async () => {
    await openBed();
    const shown = await Promise.all(PORT_STATUSES.map(show));
    expect(shown.filter(({ word }) => word === '' || word.includes('.'))).toEqual([]);
  });
});
