import { httpResource } from '@angular/common/http';
import { Component, computed, type ElementRef, inject, signal, viewChild } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoPipe, TranslocoService } from '@jsverse/transloco';
import { CustomerView } from '@linewatch/shared';
import { PageTitle } from '../../core/a11y/page-title';
import { Session } from '../../core/auth/session';
import { answerOf } from '../../core/http/answer';
import { Language } from '../../core/i18n/language';
import { Icon } from '../../ui/icon/icon';

/** Help to the page that is open, in the language in force: what it answers, how to use it, and whom to ask. */
@Component({
  selector: 'lw-help-panel',
  imports: [Icon, RouterLink, TranslocoPipe],
  templateUrl: './help-panel.html',
  styleUrl: './help-panel.css',
})
export class HelpPanel {
  protected readonly session = inject(Session);
  private readonly language = inject(Language);
  private readonly title = inject(PageTitle);
  private readonly transloco = inject(TranslocoService);
  private readonly dialog = viewChild.required<ElementRef<HTMLDialogElement>>('dialog');

  protected readonly isOpen = signal(false);
  private readonly own = computed(() => {
    const [customer] = this.session.view()?.customers ?? [];
    return this.session.isStaff() ? undefined : customer?.id;
  });
  private readonly customer = httpResource(
    () => (this.isOpen() && this.own() !== undefined ? `/api/v1/customers/${String(this.own())}` : undefined),
    { parse: answerOf(CustomerView) },
  );
  /** The operator's people who serve this customer; undefined while they are not known. */
  protected readonly managers = computed(() =>
    this.customer.hasValue()
      ? new Intl.ListFormat(this.language.current()).format(this.customer.value().managers)
      : undefined,
  );
  protected readonly pageName = computed(() => this.title.key());
  /** What is said of this page; a page without words of its own has the general ones. */
  protected readonly page = computed(() => {
    const texts = this.transloco.getTranslation(this.language.current());
    const key = `help.page.${this.title.key()?.replace('title.', '') ?? ''}`;
    const found = `${key}.about` in texts ? key : 'help.page.general';
    const how: unknown = texts[`${found}.how`];
    return { about: `${found}.about`, how: typeof how === 'string' ? how.split('\n') : [] };
  });
  protected readonly ladder = ['queue', 'urge', 'manager'] as const;

  protected open(): void {
    this.isOpen.set(true);
    this.dialog().nativeElement.showModal();
  }

  protected close(): void {
    this.dialog().nativeElement.close();
  }
}
