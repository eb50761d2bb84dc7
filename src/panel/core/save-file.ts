// Offers a text or a picture as a download: a link that is clicked and taken away again.

export function saveFile(name: string, content: string | Blob): void {
  const link = document.createElement('a');
  const blob =
    typeof content === 'string' ? new Blob([content], { type: 'application/json' }) : content;
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
