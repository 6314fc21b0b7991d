/**
 * The shapes that the server speaks, as `docs/API.md` gives them.
 *
 * Written by hand until the server publishes its OpenAPI document; everything else imports them from
 * here, so that the switch to the generated `schema.d.ts` touches this file alone.
 */

/** What JSON can hold. Plugins decide what is inside settings and results, so nothing more is known. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export interface Tokens {
  access: string;
  refresh: string;
}

export interface SetupState {
  superuser_exists: boolean;
  /** False when this address may not create the first admin; absent once there is one. */
  setup_allowed?: boolean;
}

export interface User {
  id: number;
  username: string;
  email?: string;
  user_level?: number;
}

export interface FieldOption {
  value: Json;
  label: string;
}

/** One setting as the plugin declares it. `type` is open: plugins written for newer hosts have others. */
export interface Field {
  id: string;
  label: string;
  type: string;
  default?: Json;
  help_text?: string | null;
  description?: string | null;
  placeholder?: string | null;
  input_type?: string | null;
  value?: Json;
  min?: number | null;
  max?: number | null;
  step?: number | null;
  options?: FieldOption[] | null;
  section?: string | null;
  collapsed?: boolean | null;
}

export interface Confirm {
  required?: boolean;
  title?: string;
  message?: string;
}

export interface Action {
  id: string;
  label: string;
  description?: string | null;
  confirm?: boolean | Confirm | null;
  button_label?: string | null;
  button_variant?: string | null;
  button_color?: string | null;
  events?: string[] | null;
}

export type Settings = Record<string, Json>;

export type WorkerState = 'stopped' | 'starting' | 'running' | 'crashed';

export interface Plugin {
  key: string;
  name: string;
  version: string | null;
  description: string | null;
  author: string | null;
  help_url: string | null;
  enabled: boolean;
  ever_enabled: boolean;
  fields: Field[];
  settings: Settings;
  actions: Action[];
  /** The folder is gone; only the saved settings are left. */
  missing: boolean;
  trusted: boolean;
  loaded: boolean;
  /** There is no `plugin.json`, so nothing is known about it before its code runs. */
  legacy: boolean;
  logo_url: string | null;
  navigation: boolean;
  load_error: string | null;
  /** Where in the plugin's code loading failed, if that is known. */
  load_traceback?: string | null;
  state: WorkerState;
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

export interface PythonState {
  state: 'preparing' | 'ready' | 'failed';
  message: string | null;
}

export interface SystemInfo {
  version: string;
  pluggarr_version: string;
  plugins_dir: string;
  python: PythonState;
  worker_root?: string | null;
  sqlite_version?: string;
}

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

export interface NewM3uAccount {
  name: string;
  server_url?: string;
  file_path?: string;
  refresh_interval: number;
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

export interface NewEpgSource {
  name: string;
  source_type: 'xmltv';
  url?: string;
  file_path?: string;
  refresh_interval: number;
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
