/** Provider addresses carry passwords; a screenshot for a question in a forum should not. */
export function hidePassword(location: string): string {
  return location
    .replace(/([?&](?:password|pass|pwd|token)=)[^&#]*/gi, '$1•••')
    .replace(/^(\w+:\/\/[^/:@]+):[^/@]*@/, '$1:•••@');
}
