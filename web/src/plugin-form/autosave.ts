/**
 * Saves one plugin's settings while a person types: after a short rest and on blur, only the fields that
 * were edited, one request at a time, and never losing what was typed meanwhile.
 *
 * It outlives the form on the screen, so that moving to another page loses nothing. It does not know
 * React or HTTP; loading and saving are given to it.
 */
import { ApiError, messageOf } from '../api/error';
import type { Field, Settings, SettingsVersion } from '../api/types';
import { sentence } from '../ui/sentence';
import { judge } from './judge';
import { isSame, shownValue, type Draft } from './values';
import type { Verdict } from './verdict';

export const REST_MS = 600;

/** Every answer is all that is stored then. */
export interface SettingsStore {
  /** Saves these keys and no others. */
  merge(changes: Settings): Promise<Settings>;
  /** Forgets the stored values of these fields, or of all. */
  reset(ids: string[] | undefined): Promise<Settings>;
  restore(version: number): Promise<Settings>;
  history(): Promise<SettingsVersion[]>;
}

export type SaveState =
  | { kind: 'idle' }
  | { kind: 'waiting' }
  | { kind: 'saving' }
  /** `undoable` names the fields whose last change can be taken back. */
  | { kind: 'saved'; words: string; undoable: string[] }
  /** Something typed could not be saved; trying again may help. */
  | { kind: 'failed'; reason: string }
  /** Something asked for beside typing was not done. */
  | { kind: 'refused'; reason: string };

export interface FormState {
  values: Record<string, Draft>;
  problems: Record<string, string>;
  /** What the server has. */
  stored: Settings;
  save: SaveState;
  /** There is something on the screen that the server does not have. */
  isDirty: boolean;
}

export class Autosave {
  /** Typed and not yet known to be saved, by field id. */
  private drafts = new Map<string, Draft>();
  /** What the server would not take. It is not sent again until it is changed. */
  private refusals = new Map<string, { draft: Draft; reason: string }>();
  /** The field with the cursor, and what it shows: nobody may change it under the person's hands. */
  private focused: { id: string; shown: Draft } | null = null;
  private save: SaveState = { kind: 'idle' };
  private timer: ReturnType<typeof setTimeout> | undefined;
  private running: Promise<void> | null = null;
  private listeners = new Set<() => void>();
  private byId: Map<string, Field>;
  /** What fields show of what is stored; the same object until that changes, so that a list is not drawn anew. */
  private shown = new Map<string, Draft>();
  private shownOf: Settings | null = null;
  private state: FormState;

  constructor(
    private readonly store: SettingsStore,
    private fields: Field[],
    private stored: Settings,
  ) {
    this.byId = indexOf(fields);
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
    this.byId = indexOf(fields);
    this.shownOf = null;
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
    this.saveInBackground();
  }

  /** Resolves once everything typed is saved; rejects with the reason if something cannot be. */
  async flush(): Promise<void> {
    await this.saveDrafts(() => true);
    const wrong = Object.keys(this.state.problems).map((id) => this.byId.get(id)?.label || id);
    if (wrong.length > 0) throw new ApiError(`${wrong.join(', ')}: another value is needed`, 0);
  }

  /** Brings the defaults of these fields back, or of all. */
  async reset(ids?: string[]): Promise<void> {
    const wanted = ids ?? this.fields.map(({ id }) => id);
    for (const id of wanted) this.drafts.delete(id);
    const stored = wanted.filter((id) => id in this.stored);
    if (stored.length === 0) {
      this.save = { kind: 'idle' };
      this.changed();
      return;
    }
    await this.ask(async () => {
      this.stored = await this.store.reset(ids);
      return { kind: 'saved', words: 'Reset', undoable: stored };
    });
  }

  /** Brings the settings back as they were after `version`; what was typed since is dropped. */
  async restore(version: number): Promise<void> {
    await this.ask(async () => {
      this.stored = await this.store.restore(version);
      this.drafts.clear();
      return { kind: 'saved', words: 'Restored', undoable: [] };
    });
  }

  /** Takes the last save of this form back, unless somebody else has saved since. */
  async undo(): Promise<void> {
    const { save } = this;
    if (save.kind !== 'saved') return;
    await this.ask(async () => {
      const [latest, before] = await this.store.history();
      const isOurs = latest?.changes.some(({ field }) => save.undoable.includes(field)) === true;
      if (before === undefined || !isOurs) {
        return { kind: 'refused', reason: 'Not undone: the settings were saved again since' };
      }
      this.stored = await this.store.restore(before.id);
      return { kind: 'saved', words: 'Undone', undoable: [] };
    });
  }

  private saveInBackground(): void {
    // A secret is saved when its field is left: half of one would be a wrong one, and a version of its own.
    const isWhole = (id: string) => this.byId.get(id)?.secret !== true || this.focused?.id !== id;
    // The failure is on the screen, with a Retry; there is nobody else to tell.
    this.saveDrafts(isWhole).catch(() => undefined);
  }

  private async saveDrafts(isWanted: (id: string) => boolean): Promise<void> {
    clearTimeout(this.timer);
    for (;;) {
      while (this.running !== null) await this.running;
      this.dropUnchanged();
      const savable = [...this.drafts].filter(
        ([id, draft]) => isWanted(id) && this.verdict(id, draft).kind !== 'invalid',
      );
      if (savable.length === 0) return;
      await this.exclusively(() => this.send(new Map(savable)));
    }
  }

  /** Typed and taken back before it was sent, or saved by somebody else meanwhile. */
  private dropUnchanged(): void {
    for (const [id, draft] of this.drafts) {
      if (this.isStored(id, draft)) this.drafts.delete(id);
    }
    if (this.save.kind === 'waiting' && this.drafts.size === 0) {
      this.save = { kind: 'saved', words: 'Saved', undoable: [] };
    }
    this.changed();
  }

  private async send(sent: Map<string, Draft>): Promise<void> {
    const changes: [string, Verdict & { kind: 'value' }][] = [];
    const unset: string[] = [];
    for (const [id, draft] of sent) {
      const verdict = this.verdict(id, draft);
      if (verdict.kind === 'value') changes.push([id, verdict]);
      else unset.push(id);
    }
    this.save = { kind: 'saving' };
    this.changed();
    try {
      if (changes.length > 0) {
        const values = changes.map(([id, { value }]) => [id, value] as const);
        this.stored = await this.store.merge(Object.fromEntries(values));
      }
      if (unset.length > 0) this.stored = await this.store.reset(unset);
    } catch (error) {
      if (this.noteRefusals(error, sent)) return;
      this.save = { kind: 'failed', reason: messageOf(error) };
      throw error;
    }
    for (const [id, draft] of sent) {
      if (this.drafts.get(id) === draft) this.drafts.delete(id);
    }
    this.save =
      this.drafts.size === 0
        ? { kind: 'saved', words: 'Saved', undoable: [...sent.keys()] }
        : { kind: 'waiting' };
  }

  /** One bad value must not hold up the others: what was not refused is sent again without it. */
  private noteRefusals(error: unknown, sent: Map<string, Draft>): boolean {
    const reasons = error instanceof ApiError ? Object.entries(error.fields) : [];
    let isNew = false;
    for (const [id, reason] of reasons) {
      const draft = sent.get(id);
      if (draft === undefined) continue;
      this.refusals.set(id, { draft, reason: sentence(reason) });
      isNew = true;
    }
    if (isNew) this.save = { kind: 'waiting' };
    return isNew;
  }

  /** Something asked for beside typing, after whatever is under way. Never rejects. */
  private async ask(work: () => Promise<SaveState>): Promise<void> {
    clearTimeout(this.timer);
    while (this.running !== null) await this.running.catch(() => undefined);
    await this.exclusively(async () => {
      this.save = { kind: 'saving' };
      this.changed();
      try {
        this.save = await work();
        this.focused = null;
      } catch (error) {
        this.save = { kind: 'refused', reason: messageOf(error) };
      }
    });
    if (this.drafts.size > 0) this.saveInBackground();
  }

  private exclusively(work: () => Promise<void>): Promise<void> {
    this.running = work().finally(() => {
      this.running = null;
      this.changed();
    });
    return this.running;
  }

  private isStored(id: string, draft: Draft): boolean {
    const field = this.byId.get(id);
    if (field === undefined) return true;
    return isSame(draft, this.shownOfStored(field));
  }

  private shownOfStored(field: Field): Draft {
    if (this.shownOf !== this.stored) {
      this.shown.clear();
      this.shownOf = this.stored;
    }
    const known = this.shown.get(field.id);
    if (known !== undefined) return known;
    const value = shownValue(field, this.stored);
    this.shown.set(field.id, value);
    return value;
  }

  private verdict(id: string, draft: Draft): Verdict {
    const field = this.byId.get(id);
    if (field === undefined) return { kind: 'unset' };
    const refusal = this.refusals.get(id);
    if (refusal !== undefined && isSame(refusal.draft, draft)) {
      return { kind: 'invalid', problem: refusal.reason };
    }
    return judge(field, draft);
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
      values[field.id] = draft ?? held ?? this.shownOfStored(field);
      // What is stored is shown as it is, however wrong; only a change is judged.
      if (draft === undefined || this.isStored(field.id, draft)) continue;
      const verdict = this.verdict(field.id, draft);
      if (verdict.kind === 'invalid') problems[field.id] = verdict.problem;
    }
    return {
      values,
      problems,
      stored: this.stored,
      save: this.save,
      isDirty: this.drafts.size > 0,
    };
  }
}

const indexOf = (fields: Field[]) => new Map(fields.map((field) => [field.id, field]));
