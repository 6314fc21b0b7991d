/**
 * Saves one plugin's settings while a person types: after a short rest and on blur, one request at a
 * time, and never losing what was typed meanwhile.
 *
 * It outlives the form on the screen, so that moving to another page loses nothing. It does not know
 * React or HTTP; loading and saving are given to it.
 */
import { messageOf } from '../api/error';
import type { Field, Json, Settings } from '../api/types';
import { judge, shownValue, type Draft } from './values';

export const REST_MS = 600;

export interface SettingsStore {
  /** What is saved at this moment, whoever saved it. */
  load(): Promise<Settings>;
  /** Replaces everything that is saved. */
  replace(settings: Settings): Promise<Settings>;
}

export type SaveState =
  | { kind: 'idle' }
  | { kind: 'waiting' }
  | { kind: 'saving' }
  | { kind: 'saved' }
  | { kind: 'failed'; reason: string };

export interface FormState {
  values: Record<string, Draft>;
  problems: Record<string, string>;
  save: SaveState;
  /** There is something on the screen that the server does not have. */
  isDirty: boolean;
}

export class Autosave {
  /** Typed and not yet known to be saved, by field id. */
  private drafts = new Map<string, Draft>();
  /** The field with the cursor, and what it shows: nobody may change it under the person's hands. */
  private focused: { id: string; shown: Draft } | null = null;
  private save: SaveState = { kind: 'idle' };
  private timer: ReturnType<typeof setTimeout> | undefined;
  private running: Promise<void> | null = null;
  private listeners = new Set<() => void>();
  private state: FormState;

  constructor(
    private readonly store: SettingsStore,
    private fields: Field[],
    private stored: Settings,
  ) {
    this.state = this.compute();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly snapshot = (): FormState => this.state;

  /** The server's latest word: another tab, or the plugin itself, may have saved something. */
  receive(fields: Field[], stored: Settings): void {
    // While a save is under way its own answer is newer than any listing asked for before it.
    if (this.running !== null) return;
    if (this.fields === fields && this.stored === stored) return;
    this.fields = fields;
    this.stored = stored;
    this.changed();
  }

  edit(id: string, draft: Draft): void {
    this.drafts.set(id, draft);
    if (this.focused?.id === id) this.focused.shown = draft;
    if (this.save.kind !== 'saving') this.save = { kind: 'waiting' };
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.saveInBackground(), REST_MS);
    this.changed();
  }

  focus(id: string): void {
    this.focused = { id, shown: this.state.values[id] ?? '' };
  }

  blur(): void {
    this.focused = null;
    this.changed();
    if (this.hasSavable()) this.saveInBackground();
  }

  /** Resolves once everything that can be saved is saved; rejects with the reason if it cannot. */
  async flush(): Promise<void> {
    clearTimeout(this.timer);
    while (this.running !== null || this.hasSavable()) await this.saveOnce();
  }

  private saveInBackground(): void {
    // The failure is on the screen, with a Retry; there is nobody else to tell.
    this.flush().catch(() => undefined);
  }

  private saveOnce(): Promise<void> {
    this.running ??= this.sendDrafts().finally(() => {
      this.running = null;
      this.changed();
    });
    return this.running;
  }

  private async sendDrafts(): Promise<void> {
    const sent = new Map(this.drafts);
    this.save = { kind: 'saving' };
    this.changed();
    try {
      // A save replaces everything, so it starts from what is saved now: plugins keep state of their
      // own among the settings, and a copy from when the page was opened would wipe it.
      const merged = this.merge(await this.store.load(), sent);
      this.stored = await this.store.replace(merged);
    } catch (error) {
      this.save = { kind: 'failed', reason: messageOf(error) };
      throw error;
    }
    for (const [id, draft] of sent) {
      const isUnchanged = this.drafts.get(id) === draft;
      if (isUnchanged && !this.isInvalid(id, draft)) this.drafts.delete(id);
    }
    this.save = this.drafts.size === 0 ? { kind: 'saved' } : { kind: 'waiting' };
  }

  private merge(stored: Settings, drafts: Map<string, Draft>): Settings {
    const merged = new Map<string, Json>(Object.entries(stored));
    for (const [id, draft] of drafts) {
      const field = this.field(id);
      if (field === undefined) continue;
      const verdict = judge(field, draft);
      if (verdict.kind === 'value') merged.set(id, verdict.value);
      else if (verdict.kind === 'unset') merged.delete(id);
    }
    return Object.fromEntries(merged);
  }

  private hasSavable(): boolean {
    return [...this.drafts].some(([id, draft]) => !this.isInvalid(id, draft));
  }

  private isInvalid(id: string, draft: Draft): boolean {
    const field = this.field(id);
    return field !== undefined && judge(field, draft).kind === 'invalid';
  }

  private field(id: string): Field | undefined {
    return this.fields.find((field) => field.id === id);
  }

  private changed(): void {
    this.state = this.compute();
    this.listeners.forEach((listener) => listener());
  }

  private compute(): FormState {
    const values: Record<string, Draft> = {};
    const problems: Record<string, string> = {};
    for (const field of this.fields) {
      const draft = this.drafts.get(field.id);
      const held = this.focused?.id === field.id ? this.focused.shown : undefined;
      values[field.id] = draft ?? held ?? shownValue(field, this.stored);
      if (draft === undefined) continue;
      const verdict = judge(field, draft);
      if (verdict.kind === 'invalid') problems[field.id] = verdict.problem;
    }
    return { values, problems, save: this.save, isDirty: this.drafts.size > 0 };
  }
}
