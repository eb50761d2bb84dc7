// A receipt as a picture to share: the main amount, the amounts beside the quote, the validator, and the block by which
// others can look it up. Like the text it names the account only where the user chose so.
import type { Receipt } from '../../model/receipt.ts';
import type { SigningRequest } from '../../model/request.ts';
import type { NamesModel } from '../core/names-model.ts';
import { t } from '../core/text.ts';
import { blockText, timeText } from '../words/format.ts';
import { moveTitle } from '../words/move-title.ts';
import { differenceWords } from './difference-words.ts';
import { hasTrade, outcomeOf } from './outcome.ts';
import { receiptQuantity } from './receipt-quantity.ts';
import {
  receiptRows,
  rejectionText,
  shownText,
  withoutMarks,
  type SharedAs,
} from './receipt-text.ts';
import { wordsOf } from './request-words.ts';

/** CSS pixels; drawn at twice that. */
const WIDTH = 640;
const SCALE = 2;
const EDGE = 36;
const ROW = 48;
/** Above the rows: what it came to, large, or why the network rejected it. */
const HERO = 104;
const REASON_LINE = 24;

type Ink = {
  surface: string;
  ink: string;
  soft: string;
  line: string;
  accent: string;
  bad: string;
};

/** The colours on screen now, so that a dark screen makes a dark picture. */
function inkNow(): Ink {
  const style = getComputedStyle(document.documentElement);
  const of = (name: string): string => style.getPropertyValue(name).trim();
  return {
    surface: of('--surface'),
    ink: of('--ink'),
    soft: of('--ink-3'),
    line: of('--line'),
    accent: of('--accent'),
    bad: of('--bad'),
  };
}

/** Shortened in its middle until it fits: both ends of a hash are what people compare. */
function fitted(context: CanvasRenderingContext2D, text: string, width: number): string {
  if (context.measureText(text).width <= width) return text;
  for (let kept = text.length - 1; kept > 8; kept -= 1) {
    const end = Math.floor(kept / 2);
    const short = `${text.slice(0, kept - end)}…${text.slice(-end)}`;
    if (context.measureText(short).width <= width) return short;
  }
  return text.slice(0, 8);
}

/** A sentence over as many lines as it needs: cut, it would say something else. */
function wrapped(context: CanvasRenderingContext2D, text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line === '' || context.measureText(longer).width <= width) line = longer;
    else {
      lines.push(line);
      line = word;
    }
  }
  return [...lines, line];
}

/** PNG; null: the browser made none. */
export async function receiptPicture(
  request: SigningRequest,
  receipt: Receipt,
  names: NamesModel,
  sharedAs: SharedAs,
): Promise<Blob | null> {
  const outcome = outcomeOf(request);
  const rows = receiptRows(request, receipt, names, sharedAs);
  const rejection = rejectionText(request, receipt);
  const foot = [
    t('pictureBlock', { block: blockText(receipt.block.number), time: timeText(receipt.at) }),
    receipt.block.hash,
    ...(request.extrinsicHash === null ? [] : [request.extrinsicHash]),
  ];
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d');
  if (context === null) return null;
  const ink = inkNow();
  const family = getComputedStyle(document.body).fontFamily;
  context.font = `600 17px ${family}`;
  const reason =
    rejection === null ? [] : wrapped(context, withoutMarks(rejection), WIDTH - 2 * EDGE);
  const told = reason.length === 0 ? 0 : (reason.length + 1) * REASON_LINE;
  const top = outcome === null ? told : HERO;
  const height = EDGE * 2 + 84 + top + rows.length * ROW + 12 + foot.length * 20;
  // A new size clears the canvas, its font included.
  canvas.width = WIDTH * SCALE;
  canvas.height = height * SCALE;
  context.scale(SCALE, SCALE);
  const right = WIDTH - EDGE;
  const write = (
    text: string,
    x: number,
    y: number,
    look: { size: number; colour: string; isBold?: boolean; isEnd?: boolean; width?: number },
  ): void => {
    context.font = `${look.isBold === true ? '600 ' : ''}${look.size}px ${family}`;
    context.fillStyle = look.colour;
    context.textAlign = look.isEnd === true ? 'right' : 'left';
    context.fillText(fitted(context, withoutMarks(text), look.width ?? WIDTH - 2 * EDGE), x, y);
  };
  const rule = (y: number): void => {
    context.fillStyle = ink.line;
    context.fillRect(EDGE, y, WIDTH - 2 * EDGE, 1);
  };

  context.fillStyle = ink.surface;
  context.fillRect(0, 0, WIDTH, height);
  context.fillStyle = ink.accent;
  context.fillRect(0, 0, WIDTH, 6);
  write(t('extensionName'), right, EDGE + 22, {
    size: 15,
    colour: ink.accent,
    isBold: true,
    isEnd: true,
  });
  const title = moveTitle(request.plan.move, names);
  write(title, EDGE, EDGE + 24, { size: 24, colour: ink.ink, isBold: true, width: 440 });
  write(t(wordsOf(request).titleKey), EDGE, EDGE + 50, { size: 15, colour: ink.soft });
  let y = EDGE + 84;
  if (outcome !== null) {
    const { line, labelKey } = outcome;
    // As on the screen; to the rao it stands in its row, beside the quote.
    const shown = shownText(receiptQuantity(line, line.actual), names, hasTrade(request.plan));
    rule(y);
    write(t(labelKey), EDGE, y + 26, { size: 15, colour: ink.soft });
    write(shown, EDGE, y + 66, { size: 36, colour: ink.ink, isBold: true });
    write(differenceWords(line) ?? '', EDGE, y + 90, { size: 13, colour: ink.soft });
    y += top;
  } else {
    if (reason.length > 0) rule(y);
    reason.forEach((line, index) => {
      const at = y + 6 + (index + 1) * REASON_LINE;
      write(line, EDGE, at, { size: 17, colour: ink.bad, isBold: true });
    });
    y += top;
  }
  for (const { name, actual, quoted } of rows) {
    rule(y);
    write(name, EDGE, y + 30, { size: 15, colour: ink.soft, width: 220 });
    const isOther = quoted !== null && quoted !== actual;
    const at = isOther ? y + 22 : y + 30;
    write(actual, right, at, { size: 17, colour: ink.ink, isBold: true, isEnd: true, width: 330 });
    if (isOther) {
      const text = t('pictureQuoted', { quoted });
      write(text, right, y + 40, { size: 12, colour: ink.soft, isEnd: true, width: 330 });
    }
    y += ROW;
  }
  rule(y);
  y += 28;
  for (const line of foot) {
    write(line, EDGE, y, { size: 12, colour: ink.soft });
    y += 20;
  }
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/png'));
}
