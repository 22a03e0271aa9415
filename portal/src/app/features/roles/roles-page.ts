import { Component, inject } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import { isAllowed, PERMISSIONS, ROLES } from '@linewatch/shared';
import { PageHeading } from '../../core/a11y/page-heading';
import { Session } from '../../core/auth/session';

/** Who may do what: the very table that the server asks at each request. */
@Component({
  selector: 'lw-roles-page',
  imports: [PageHeading, TranslocoPipe],
  template: `
    <header>
      <h1 lwPageHeading>{{ 'title.roles' | transloco }}</h1>
      <p class="lw-muted">{{ 'roles.sentence' | transloco }}</p>
    </header>
    <section class="lw-card sheet" tabindex="0" [attr.aria-label]="'title.roles' | transloco">
      <table>
        <caption class="lw-hidden">
          {{
            'title.roles' | transloco
          }}
        </caption>
        <thead>
          <tr>
            <th scope="col">{{ 'roles.permission' | transloco }}</th>
            @for (role of roles; track role) {
              <th scope="col" [class.mine]="role === session.view()?.role">{{ 'role.' + role | transloco }}</th>
            }
          </tr>
        </thead>
        <tbody>
          @for (permission of permissions; track permission) {
            <tr>
              <th scope="row">{{ 'permission.' + permission | transloco }}</th>
              @for (role of roles; track role) {
                <td [class.mine]="role === session.view()?.role">
                  @if (may(role, permission)) {
                    <span aria-hidden="true" class="yes">●</span
                    ><span class="lw-hidden">{{ 'users.yes' | transloco }}</span>
                  } @else {
                    <span aria-hidden="true" class="lw-muted">–</span
                    ><span class="lw-hidden">{{ 'users.no' | transloco }}</span>
                  }
                </td>
              }
            </tr>
          }
        </tbody>
      </table>
    </section>
    <p class="lw-muted">{{ 'roles.reach' | transloco }}</p>
  `,
  styles: `
    :host {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: 14px;
    }
    .sheet {
      /* Words for readers alone are placed within it, or they would widen the page. */
      position: relative;
      padding: 0;
      overflow-x: auto;
    }
    table {
      width: 100%;
      border-collapse: collapse;
    }
    th,
    td {
      padding: 8px 12px;
      border-bottom: 1px solid var(--lw-line);
      text-align: center;
      font-weight: 400;
    }
    thead th {
      font-weight: 600;
    }
    th:first-child {
      min-width: 160px;
      text-align: start;
    }
    .mine {
      background: color-mix(in srgb, var(--mat-sys-primary) 8%, transparent);
    }
    .yes {
      color: var(--lw-up);
    }
  `,
})
export class RolesPage {
  protected readonly session = inject(Session);
  protected readonly roles = ROLES;
  protected readonly permissions = PERMISSIONS;
  protected readonly may = isAllowed;
}
