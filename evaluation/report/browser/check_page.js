// SPDX-License-Identifier: MIT OR Apache-2.0
// Looks at the page that it was added to, once it is laid out, and leaves its findings in the
// element `findings`: one line each, and the colour of the page.
"use strict";

const findings = [];

function visible(element) {
  const box = element.getBoundingClientRect();
  return box.width > 0 || box.height > 0;
}

function numbers(colour) {
  const parts = colour.match(/[\d.]+/g).map(Number);
  return { red: parts[0], green: parts[1], blue: parts[2], alpha: parts.length > 3 ? parts[3] : 1 };
}

/// WCAG's relative luminance.
function luminance(colour) {
  const linear = (value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(colour.red) + 0.7152 * linear(colour.green) + 0.0722 * linear(colour.blue);
}

function contrast(one, other) {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function background(element) {
  for (let at = element; at; at = at.parentElement) {
    const colour = numbers(getComputedStyle(at).backgroundColor);
    if (colour.alpha === 1) {
      return colour;
    }
  }
  return { red: 255, green: 255, blue: 255, alpha: 1 };
}

/// What a text in a drawing stands on: the last mark under its middle, else the page.
function behind(text) {
  const box = text.getBoundingClientRect();
  const x = box.left + box.width / 2;
  const y = box.top + box.height / 2;
  const marks = [...text.ownerSVGElement.querySelectorAll(".mark-rect.role-mark path")];
  const under = marks.filter((mark) => {
    const place = mark.getBoundingClientRect();
    return place.left <= x && x <= place.right && place.top <= y && y <= place.bottom;
  });
  return under.length > 0
    ? numbers(getComputedStyle(under[under.length - 1]).fill)
    : background(text.ownerSVGElement.parentElement);
}

function checkFigure(figure) {
  const marks = [...figure.querySelectorAll(".role-mark:not(.mark-text) > *")].filter(visible);
  const texts = [...figure.querySelectorAll("svg text")].filter(visible);
  if (marks.length === 0 || texts.length === 0) {
    findings.push(`${figure.id} is empty: ${marks.length} marks, ${texts.length} texts`);
  }
  const frame = figure.querySelector(".wide");
  const left = frame.getBoundingClientRect().left - frame.scrollLeft;
  for (const text of texts) {
    const box = text.getBoundingClientRect();
    if (box.left < left - 1 || box.right > left + frame.scrollWidth + 1) {
      findings.push(`${figure.id} cuts the text "${text.textContent}"`);
    }
    if (getComputedStyle(text).opacity !== "0") {
      checkContrast(text, numbers(getComputedStyle(text).fill), behind(text));
    }
  }
  if (figure.querySelector("svg[role=img] > title") === null) {
    findings.push(`${figure.id} has no title`);
  }
}

function checkContrast(element, ink, ground) {
  const ratio = contrast(ink, ground);
  if (ratio < 4.5) {
    findings.push(`contrast ${ratio.toFixed(2)} of "${element.textContent.trim().slice(0, 40)}"`);
  }
}

function checkTexts() {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (node.data.trim() !== "" && element.closest("svg, script, style, details:not([open]) > div") === null &&
        visible(element)) {
      checkContrast(element, numbers(getComputedStyle(element).color), background(element));
    }
  }
}

function checkWidth() {
  const room = document.documentElement.clientWidth;
  for (const element of document.body.querySelectorAll("*")) {
    const box = element.getBoundingClientRect();
    const scrolls = element.parentElement.closest(".wide, pre") !== null &&
      getComputedStyle(element.parentElement.closest(".wide, pre")).overflowX === "auto";
    if (!scrolls && element.closest("svg") === null && box.right > room + 1) {
      findings.push(`<${element.localName} class="${element.className}"> is wider than the page: ` +
                    `${Math.round(box.right)} of ${room}`);
      return;
    }
  }
}

function checkReferences() {
  for (const element of document.querySelectorAll("[src], [href], [data], [srcset]")) {
    for (const name of ["src", "href", "data", "srcset"]) {
      const value = element.getAttribute(name);
      if (value !== null && !value.startsWith("#") && value !== "data:,") {
        findings.push(`refers to ${value}`);
      }
    }
  }
  const names = [...document.querySelectorAll("[id]")].map((element) => element.id);
  for (const name of new Set(names.filter((each, index) => names.indexOf(each) !== index))) {
    findings.push(`two elements are called ${name}`);
  }
  for (const link of document.querySelectorAll('a[href^="#"]')) {
    if (document.getElementById(link.getAttribute("href").slice(1)) === null) {
      findings.push(`a link leads nowhere: ${link.getAttribute("href")}`);
    }
  }
}

checkReferences();
const figures = [...document.querySelectorAll("figure")];
figures.forEach(checkFigure);
checkTexts();
checkWidth();

const result = document.createElement("pre");
result.id = "findings";
result.textContent = [
  `figures: ${figures.length}`,
  `page: ${getComputedStyle(document.documentElement).backgroundColor}`,
  ...findings.map((finding) => `finding: ${finding}`),
  "",
].join("\n");
document.body.append(result);
