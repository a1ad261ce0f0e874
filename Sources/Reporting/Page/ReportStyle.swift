/// The style sheet of a report: one column on a phone, dark if the reader's system is dark, black on white in print.
package enum ReportStyle {
    package static let css = """
        :root { color-scheme: light dark; --ink: #1c1e21; --faint: #5c6470; --paper: #ffffff; --raised: #f3f4f6;
          --rule: #d5d9df; --accent: #0b5cad; --s0: #0b5cad; --s1: #b4540a; --s2: #1b7a43; --s3: #8a2be2; --s4: #b0124b;
          --s5: #5d6a00; --good: #1b7a43; --bad: #b0124b; }
        @media (prefers-color-scheme: dark) { :root { --ink: #e8eaed; --faint: #a5adb8; --paper: #15171a; --raised: #20242a;
          --rule: #3a414b; --accent: #7db8ff; --s0: #7db8ff; --s1: #ffb366; --s2: #6fd69b; --s3: #cf9bff; --s4: #ff8fb3;
          --s5: #d6e04d; --good: #6fd69b; --bad: #ff8fb3; } }
        * { box-sizing: border-box; }
        body { margin: 0 auto; max-width: 76rem; padding: 1rem; background: var(--paper); color: var(--ink);
          font: 1rem/1.5 system-ui, sans-serif; }
        h1 { line-height: 1.2; margin: .5rem 0; } h2 { margin: 2.5rem 0 .75rem; border-bottom: 1px solid var(--rule); }
        h3 { margin: 1.5rem 0 .5rem; } p { max-width: 44rem; } .faint { color: var(--faint); }
        a { color: var(--accent); } a:focus-visible, summary:focus-visible, .scroll:focus-visible {
          outline: 3px solid var(--accent); outline-offset: 2px; }
        .skip { position: absolute; left: -100vw; } .skip:focus { left: 1rem; background: var(--paper); padding: .5rem; }
        nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1rem; padding: 0; list-style: none; }
        .scroll { overflow-x: auto; max-width: 100%; }
        table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
        th, td { padding: .3rem .75rem .3rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--rule); }
        thead th { color: var(--faint); font-weight: 600; vertical-align: bottom; } .number { text-align: right; } td.number { white-space: nowrap; }
        .scroll > table:not(.bars) tbody th { white-space: nowrap; } figure { margin: 0; min-width: 0; } figcaption { font-weight: 600; margin-bottom: .25rem; }
        .charts { display: grid; gap: 1.5rem; grid-template-columns: repeat(auto-fill, minmax(min(100%, 22rem), 1fr)); }
        figure svg[role=img] { width: 100%; height: auto; display: block; }
        svg text { fill: var(--faint); font: 16px system-ui, sans-serif; } .grid { stroke: var(--rule); }
        .line { fill: none; stroke: var(--c); stroke-width: 2.2; } .point { fill: var(--c); stroke: none; stroke-dasharray: none; }
        .reference { fill: none; stroke: var(--faint); stroke-dasharray: 2 4; }
        .series-0 { --c: var(--s0); } .series-1 { --c: var(--s1); stroke-dasharray: 8 3; }
        .series-2 { --c: var(--s2); stroke-dasharray: 3 3; } .series-3 { --c: var(--s3); stroke-dasharray: 10 3 2 3; }
        .series-4 { --c: var(--s4); stroke-dasharray: 5 2; } .series-5 { --c: var(--s5); stroke-dasharray: 1 3; }
        .legend { display: flex; flex-wrap: wrap; gap: .15rem 1rem; list-style: none; padding: 0; margin: .25rem 0; font-size: .875rem; }
        .key { width: 1.75rem; height: .6rem; margin-right: .4rem; }
        .bars { width: 100%; font-size: .85rem; } .bars th { font-weight: 400; } .bars .wide { width: 60%; min-width: 3rem; } .bars td.number { padding-right: 0; }
        .bar { width: 100%; height: .8rem; } .whole { fill: var(--raised); } .part { fill: var(--s0); }
        .pictures { display: grid; gap: .75rem; grid-template-columns: repeat(auto-fill, minmax(9.5rem, 1fr)); padding: 0; list-style: none; }
        .pictures strong { font-size: .9rem; }
        .pictures img { width: 100%; aspect-ratio: 1; object-fit: contain; background: var(--raised); display: block; }
        .pictures .path { overflow-wrap: anywhere; font-size: .8rem; color: var(--faint); }
        .panels { display: grid; gap: 1.25rem; grid-template-columns: repeat(auto-fill, minmax(min(100%, 17rem), 1fr)); margin: 1rem 0; }
        .panels img { width: 100%; height: auto; display: block; background: var(--raised); } .panels p { margin: .25rem 0; font-size: .85rem; }
        .ends { display: grid; grid-template-columns: auto auto; justify-content: space-between; font-size: .8rem; margin-top: .35rem; }
        .scale { grid-column: 1 / -1; height: .6rem; min-width: 100%; border: 1px solid var(--rule); print-color-adjust: exact; }
        summary { cursor: pointer; font-weight: 600; margin: .5rem 0; }
        .right { color: var(--good); } .wrong { color: var(--bad); }
        code, pre { font-family: ui-monospace, monospace; font-size: .85rem; }
        pre { background: var(--raised); padding: .6rem; white-space: pre-wrap; overflow-wrap: anywhere; margin: .25rem 0; }
        .facts { display: flex; flex-wrap: wrap; gap: .5rem 2rem; padding: 0; list-style: none; } .facts strong { font-size: 1.5rem; display: block; }
        .flow { display: grid; gap: .75rem 1.5rem; grid-template-columns: repeat(auto-fill, minmax(min(100%, 12.5rem), 1fr)); padding: 0; list-style: none; }
        .flow > li { position: relative; background: var(--raised); padding: .6rem .8rem; overflow-wrap: anywhere; } .flow h3, .flow p { margin: 0; }
        .flow > li:not(:last-child)::after { content: "→"; position: absolute; right: -1.2rem; width: 1rem; top: .6rem; font-size: .9rem; color: var(--faint); }
        .flow ul { margin: .25rem 0 0; padding: 0; list-style: none; font-size: .875rem; }
        @media (max-width: 36rem) { .flow > li:not(:last-child)::after { content: "↓"; right: 50%; top: auto; bottom: -1.4rem; } .flow { gap: 1.5rem; } }
        @media print { :root { color-scheme: light; --ink: #000; --paper: #fff; --faint: #444; --raised: #f3f4f6; --rule: #bbb; --accent: #000;
            --s0: #0b5cad; --s1: #b4540a; --s2: #1b7a43; --s3: #8a2be2; --s4: #b0124b; --s5: #5d6a00; --good: #1b7a43; --bad: #b0124b; }
          body { max-width: none; padding: 0; font-size: 10pt; } nav, .skip { display: none; } h2 { margin-top: 1.5rem; }
          figure, .pictures li, .panels figure, .flow > li, tr { break-inside: avoid; } h2, h3, figcaption { break-after: avoid; }
          .scroll { overflow: visible; } .scroll table { font-size: 7.5pt; } .scroll > table:not(.bars) tbody th { white-space: normal; overflow-wrap: anywhere; } th, td { padding-right: .4rem; } td { overflow-wrap: anywhere; }
          .charts { grid-template-columns: repeat(2, 1fr); } .pictures { grid-template-columns: repeat(6, 1fr); } .panels { grid-template-columns: repeat(3, 1fr); } .pictures strong { font-size: 8pt; }
          .flow { grid-template-columns: repeat(3, 1fr); } .flow > li { border: 1px solid var(--rule); }
          details::details-content { content-visibility: visible; block-size: auto; } summary { list-style: none; font-weight: 600; } }
        """
}
