// @ts-check
/** The languages in whose forms a keyword can count, each with a word and what is found as that word. */

/** @type {Record<string, {name: string, word: string, found: string[], not: string}>} */
export const INFLECTIONS = {
  en: { name: "English", word: "query", found: ["queries", "queried", "querying"], not: "querist" },
  ar: { name: "Arabic", word: "معاملة", found: ["معاملات", "المعاملات"], not: "عامل" },
  fr: { name: "French", word: "requête", found: ["requêtes"], not: "requérir" },
  de: { name: "German", word: "sperren", found: ["sperrt", "gesperrt"], not: "Sperrung" },
  el: { name: "Greek", word: "αρχείο", found: ["αρχεία", "αρχείων"], not: "αρχειοθέτηση" },
  he: { name: "Hebrew", word: "מפתח", found: ["מפתחות"], not: "מפתחן" },
  hi: { name: "Hindi", word: "तालिका", found: ["तालिकाएँ", "तालिकाओं"], not: "ताल" },
  it: { name: "Italian", word: "blocco", found: ["blocchi"], not: "bloccaggio" },
  pt: { name: "Portuguese", word: "transação", found: ["transações"], not: "transacional" },
  ru: { name: "Russian", word: "индекс", found: ["индексы", "индексу"], not: "индексация" },
  es: { name: "Spanish", word: "bloquear", found: ["bloqueada", "bloqueando"], not: "bloquista" },
  tr: { name: "Turkish", word: "kilit", found: ["kilitler", "kilidi"], not: "kilitçi" },
};
