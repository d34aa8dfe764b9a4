const name = `<img src="x" onerror='a()'> & co`;
const cell = html`<td title="${name}">${name}</td>`;
const escaped = "&lt;img src=&quot;x&quot; onerror=&#39;a()&#39;&gt; &amp; co";
assert.equal(String(cell), `<td title="${escaped}">${escaped}</td>`);
const row = html`<tr>${[cell, html`<td>${0}</td>`]}${null}${undefined}${false}</tr>`;
assert.equal(String(row), `<tr>${cell}<td>0</td></tr>`);
assert.equal(String(html`${String(html`<b>x</b>`)}`), "&lt;b&gt;x&lt;/b&gt;");
assert.equal(String(html`${{ toString: () => "<b>" }}`), "&lt;b&gt;");
