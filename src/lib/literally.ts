/** A text within a pattern, taken as it is written: `order.$id` as `order\.\$id`. */
export const literally = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
