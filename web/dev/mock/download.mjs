/** An answer that is a file and not JSON. */
export class Download {
  constructor(bytes, type, name, disposition = 'attachment') {
    this.bytes = bytes;
    this.headers = {
      'Content-Type': type,
      'Content-Disposition': `${disposition}; filename="${name}"`,
    };
  }
}
