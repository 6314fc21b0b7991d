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

/** One setting as the plugin declares it. `type` is open: plugins written for newer hosts have others. */
export type Field = Omit<Schemas['FieldView'], 'default' | 'options' | 'value'> & {
  default?: Json;
  value?: Json;
  options?: FieldOption[] | null;
  /** Of a field of type `section`, in Dispatcharr's draft V3. */
  collapsed?: boolean | null;
};

export interface Confirm {
  required?: boolean;
  title?: string;
  message?: string;
}

export type Action = Omit<Schemas['ActionView'], 'confirm'> & {
  confirm?: boolean | Confirm | null;
};

export type Settings = Record<string, Json>;

export type Plugin = Omit<Schemas['PluginView'], 'fields' | 'actions' | 'settings'> & {
  fields: Field[];
  actions: Action[];
  settings: Settings;
};

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
