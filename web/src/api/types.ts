/**
 * The shapes that the server speaks.
 *
 * What the server's own description (`schema.d.ts`, from `docs/openapi.json`) says is taken from there;
 * where it says only "some JSON", the shape stands here, as `docs/API.md` gives it.
 */
import type { components } from './schema';

type Schemas = components['schemas'];

/** What JSON can hold. Plugins decide what is inside settings and results, so nothing more is known. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export type Tokens = Schemas['TokenPair'];
export type SetupState = Schemas['SuperuserExists'];
export type User = Schemas['UserView'];
export type WorkerState = Schemas['StateView'];

export interface FieldOption {
  value: Json;
  label: string;
}

/** A column of a `table` field. */
export interface TableColumn {
  id: string;
  label: string;
  type: string;
  options?: FieldOption[] | null;
}

/** What the plugin may say of a field beyond what the description of the API lists. */
interface FieldExtras {
  default?: Json;
  value?: Json;
  options?: FieldOption[] | null;
  required?: boolean | null;
  pattern?: string | null;
  /** What is wrong with a text that does not match `pattern`, in the plugin's words. */
  pattern_message?: string | null;
  columns?: TableColumn[] | null;
  /** Of a `file`: endings with their dot, and bytes. */
  accept?: string[] | null;
  max_size?: number | null;
  /** Of a `section`: starts closed. */
  collapsed?: boolean | null;
  /** Its stored value never leaves the server; `MASKED` stands for it. */
  secret?: boolean | null;
}

/** One setting as the plugin declares it. `type` is open: plugins written for newer hosts have others. */
export type Field = Omit<Schemas['FieldView'], keyof FieldExtras> & FieldExtras;

/** Stands for a stored secret in settings that the server hands out. */
export const MASKED = '********';

export interface Confirm {
  required?: boolean;
  title?: string;
  message?: string;
}

interface ActionExtras {
  confirm?: boolean | Confirm | null;
  /** Asked for before each run. */
  params?: Field[] | null;
}

export type Action = Omit<Schemas['ActionView'], keyof ActionExtras> & ActionExtras;

export type Settings = Record<string, Json>;

/** Something that a plugin says it needs. */
export interface Capability {
  id: string;
  label: string;
  description: string;
  requires_restart: boolean;
}

/** Something wrong with what a plugin declares; `path` says where, like `plugin.json: fields[2].type`. */
export interface Problem {
  path: string;
  message: string;
  line?: number | null;
  hint?: string | null;
  /** Absent where something is lost by it. */
  severity?: 'error' | 'warning';
}

interface PluginExtras {
  fields: Field[];
  actions: Action[];
  settings: Settings;
  manifest_version: number;
  capabilities: Capability[];
  problems: Problem[];
  has_readme: boolean;
  /** The name of its folder in the plugins folder. */
  folder: string;
  /** Its files changed since they were loaded. */
  reload_offered: boolean;
  /** Enabling it must be confirmed: never enabled, or it asks for more than was accepted. */
  needs_trust: boolean;
  new_capabilities: string[];
  /** The secret fields that have a stored value. */
  secrets_set: string[];
  /** What a roll-back brings back. */
  previous: { version: string; replaced_at: string } | null;
  license: string;
  repo_url: string;
}

export type Plugin = Omit<Schemas['PluginView'], keyof PluginExtras> & PluginExtras;

export interface SettingsChange {
  field: string;
  label: string;
  before: Json;
  after: Json;
}

/** What the settings were after one save. */
export interface SettingsVersion {
  id: number;
  saved_at: string;
  saved_by: string | null;
  /** `saved`, `merged`, `reset`, `restored`, `plugin` by itself, or `before` for what was before all these. */
  reason: string;
  is_current: boolean;
  changes: SettingsChange[];
}

/** What reading a plugin's code, without running it, found it to do. */
export interface Finding {
  kind: string;
  count: number;
  examples: { file: string; line: number; text: string }[];
}

/** What is in a zip, before anything of it is written. */
export interface ImportPreview {
  key: string;
  name: string;
  version: string;
  description: string;
  author: string;
  license: string;
  archive_folder: string;
  files: number;
  bytes: number;
  largest: { path: string; bytes: number }[];
  ignored: number;
  capabilities: Capability[];
  problems: Problem[];
  findings: Finding[];
  existing: { version: string; enabled: boolean; name: string } | null;
  changed_files: { added: number; changed: number; removed: number } | null;
}

export interface TrashedPlugin {
  id: number;
  key: string;
  name: string;
  version: string;
  deleted_at: string;
  deleted_by: string | null;
  bytes: number;
}

export interface FolderWatch {
  /** The switch. */
  enabled: boolean;
  /** Whether it works; `message` says why not. */
  active: boolean;
  message: string;
}

export interface EnabledAnswer {
  success: true;
  enabled: boolean;
  ever_enabled: boolean;
  plugin?: Plugin;
}

export interface RunAnswer {
  success: true;
  result: Json;
}

export type SystemInfo = Omit<Schemas['System'], 'python'> & {
  python: { state: 'preparing' | 'ready' | 'failed'; message: string };
};

export type NewM3uAccount = Schemas['AccountBody'];
export type NewEpgSource = Schemas['SourceBody'];

export interface Page<T> {
  count: number;
  next: string | null;
  previous: string | null;
  results: T[];
}

export interface Channel {
  id: number;
  uuid: string;
  name: string;
  channel_number: number | null;
  channel_group_id: number | null;
  tvg_id: string | null;
  epg_data_id: number | null;
  logo_id: number | null;
  streams: number[];
}

export interface ChannelGroup {
  id: number;
  name: string;
  channel_count?: number;
}

export interface M3uAccount {
  id: number;
  name: string;
  server_url: string | null;
  file_path: string | null;
  account_type?: string;
  is_active: boolean;
  status: string;
  last_message: string | null;
  updated_at: string | null;
  refresh_interval?: number;
  stream_count?: number;
  /** The built-in account of hand-made streams: nothing to refresh, and not to be deleted. */
  locked?: boolean;
}

export interface EpgSource {
  id: number;
  name: string;
  source_type: string;
  url: string | null;
  file_path: string | null;
  is_active: boolean;
  status: string;
  last_message: string | null;
  updated_at: string | null;
  refresh_interval?: number;
  epg_data_count?: number | string;
}

export interface Programme {
  id: number | string;
  start_time: string;
  end_time: string;
  title: string;
  sub_title: string | null;
  description: string | null;
  tvg_id: string | null;
  /** The channel it is shown on; the same programme comes once for each channel that uses its guide. */
  channel_uuid?: string | null;
}
