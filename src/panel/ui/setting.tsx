// A list of settings: groups with a title; in each row what it is about on one side and its value or control on the other.
import type { ComponentChildren, RefObject } from 'preact';
import { Icon, type IconName } from './icon.tsx';

type GroupProps = {
  title: string;
  children: ComponentChildren;
  /** To bring the group into sight. */
  heading?: RefObject<HTMLHeadingElement | null> | null;
};

/** Fields, switches and rows of one subject. */
export function SettingGroup({ title, children, heading = null }: GroupProps) {
  return (
    <section class="stack-s setting-group">
      <h2 tabIndex={-1} ref={heading}>
        {title}
      </h2>
      <div class="card setting-list">{children}</div>
    </section>
  );
}

type RowProps = { label: ComponentChildren; note?: ComponentChildren; children: ComponentChildren };

/** For a value or a control that has no label of its own to show. */
export function SettingRow({ label, note, children }: RowProps) {
  return (
    <div class="setting">
      <span class="grow">
        {label}
        {note !== undefined && <span class="field-note setting-note">{note}</span>}
      </span>
      {children}
    </div>
  );
}

type LinkProps = {
  label: string;
  /** What is set behind it. */
  value?: string | null;
  icon?: IconName | null;
  onPress: () => void;
};

/** Leads to a screen or a sheet. */
export function SettingLink({ label, value = null, icon = null, onPress }: LinkProps) {
  return (
    <button type="button" class="setting setting-link" onClick={onPress}>
      {icon !== null && <Icon name={icon} />}
      <span class="grow">{label}</span>
      {value !== null && <span class="soft setting-value">{value}</span>}
      <Icon name="caret" small />
    </button>
  );
}

type FoldProps = {
  summary: ComponentChildren;
  children: ComponentChildren;
  isOpen?: boolean;
};

/** What few people change, behind its name. */
export function SettingFold({ summary, children, isOpen = false }: FoldProps) {
  return (
    <details class="setting-fold" open={isOpen}>
      <summary>{summary}</summary>
      <div class="stack">{children}</div>
    </details>
  );
}
