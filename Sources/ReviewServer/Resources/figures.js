// Draws figures that stand in the page as data, with Chart.js; computes nothing but where to draw.
"use strict";
(() => {
  const charts = new Map();
  const style = () => getComputedStyle(document.documentElement);
  const dashes = { solid: [], dashed: [8, 5], dotted: [2, 4] };
  const shapes = { disc: "circle", square: "rect", triangle: "triangle", diamond: "rectRot", circle: "circle" };

  function colour(ink, opacity) {
    const value = style().getPropertyValue("--" + ink).trim() || "#808080";
    if (opacity === undefined || opacity >= 1) return value;
    const digits = Math.round(255 * opacity).toString(16).padStart(2, "0");
    return value.length === 7 ? value + digits : value;
  }

  // The reach of the data along one axis, where the axis does not say.
  function reach(layers, axis) {
    const values = [];
    for (const layer of layers) {
      for (const row of layer.data) {
        switch (layer.kind) {
          case "boxes": values.push(...(axis === "x" ? row.slice(0, 2) : row.slice(2, 4))); break;
          case "band": values.push(...(axis === "x" ? [row[0]] : row.slice(1))); break;
          case "whiskers": {
            const along = layer.isHorizontal ? "x" : "y";
            values.push(axis === "x" ? row[0] : row[1]);
            if (axis === along) values.push(row[2], row[3]);
            break;
          }
          case "vertical": if (axis === "x") values.push(row[0]); break;
          case "horizontal": if (axis === "y") values.push(row[0]); break;
          default: values.push(axis === "x" ? row[0] : row[1]);
        }
      }
    }
    if (!values.length) return [0, 1];
    return [Math.min(...values), Math.max(...values)];
  }

  // Long names in lines of about `most` letters.
  function wrapped(text, most) {
    const lines = [""];
    for (const word of text.split(" ")) {
      const last = lines[lines.length - 1];
      if (last && (last + " " + word).length > most) lines.push(word);
      else lines[lines.length - 1] = last ? last + " " + word : word;
    }
    return lines.length === 1 ? lines[0] : lines;
  }

  function scale(axis, layers, name, narrow) {
    let [low, high] = reach(layers, name);
    if (axis.lower !== undefined) low = axis.lower;
    if (axis.upper !== undefined) high = axis.upper;
    else if (!axis.isLogarithmic && name === "y") high += 0.05 * (high - low || 1);
    if (high <= low) high = low + 1;
    const names = axis.ticks ? new Map(axis.ticks.map((t) => [t.at, t.label])) : null;
    const ink = colour("ink");
    return {
      type: axis.isLogarithmic ? "logarithmic" : "linear",
      axis: name, position: name === "x" ? "bottom" : "left", min: low, max: high,
      title: { display: axis.title !== "", text: wrapped(axis.title, narrow ? 40 : 90), color: ink },
      grid: { display: axis.hasGrid, color: colour("grid"), borderColor: ink },
      afterBuildTicks: names ? (s) => { s.ticks = [...names.keys()].filter((v) => v >= low && v <= high).map((value) => ({ value })); } : undefined,
      ticks: {
        color: ink, maxRotation: name === "x" ? 40 : 0,
        autoSkip: name === "x", includeBounds: false, padding: 4,
        callback: names
          ? (value) => wrapped(names.get(value) ?? "", narrow ? 14 : 26)
          : (value) => String(Number(value.toPrecision(6))),
      },
    };
  }

  function datasets(layers) {
    const sets = [];
    for (const layer of layers) {
      const base = {
        label: layer.name ?? "", borderColor: colour(layer.ink), borderWidth: layer.width,
        borderDash: dashes[layer.dash], backgroundColor: colour(layer.ink, layer.opacity),
        pointRadius: 0, pointStyle: layer.kind === "boxes" || layer.kind === "band" ? "rect" : "line", fill: false, showLine: true, named: layer.name !== undefined,
      };
      const rows = layer.data;
      switch (layer.kind) {
        case "line":
          sets.push({ ...base, data: rows.map(([x, y]) => ({ x, y })), stepped: layer.isStepped === true, backgroundColor: colour(layer.ink) });
          break;
        case "band":
          sets.push({ ...base, named: false, borderWidth: 0, data: rows.map(([x, low]) => ({ x, y: low })) });
          sets.push({ ...base, borderWidth: 0, fill: "-1", data: rows.map(([x, , high]) => ({ x, y: high })) });
          break;
        case "symbols": case "whiskers":
          sets.push({
            ...base, showLine: false, pointRadius: 4, pointStyle: shapes[layer.symbol], whiskers: layer.kind === "whiskers" ? layer : undefined,
            pointBackgroundColor: layer.symbol === "circle" ? colour("paper") : colour(layer.ink), backgroundColor: colour(layer.ink),
            data: rows.map(([x, y]) => ({ x, y })),
          });
          break;
        default:
          sets.push({ ...base, data: [], drawn: layer });
      }
    }
    return sets;
  }

  // What Chart.js has no kind for: rectangles, intervals, lines across, and texts.
  const extras = {
    id: "extras",
    beforeDatasetsDraw(chart) { for (const set of chart.data.datasets) if (set.drawn && set.drawn.kind === "boxes") boxes(chart, set.drawn); },
    afterDatasetsDraw(chart) {
      for (const set of chart.data.datasets) {
        if (set.whiskers) whiskers(chart, set.whiskers);
        if (set.drawn) {
          if (set.drawn.kind === "labels") labels(chart, set.drawn);
          if (set.drawn.kind === "vertical" || set.drawn.kind === "horizontal") across(chart, set.drawn);
        }
      }
    },
  };

  function clipped(chart, draw) {
    const { ctx, chartArea: area } = chart;
    ctx.save();
    ctx.beginPath();
    ctx.rect(area.left, area.top, area.width, area.height);
    ctx.clip();
    draw(ctx, chart.scales.x, chart.scales.y);
    ctx.restore();
  }
  function boxes(chart, layer) {
    clipped(chart, (ctx, x, y) => {
      ctx.fillStyle = colour(layer.ink, layer.opacity);
      for (const [x0, x1, y0, y1] of layer.data) {
        const left = x.getPixelForValue(x0), top = y.getPixelForValue(y1);
        ctx.fillRect(left, top, x.getPixelForValue(x1) - left, y.getPixelForValue(y0) - top);
      }
    });
  }
  function whiskers(chart, layer) {
    clipped(chart, (ctx, x, y) => {
      ctx.strokeStyle = colour(layer.ink);
      ctx.lineWidth = layer.width;
      for (const [px, py, low, high] of layer.data) {
        ctx.beginPath();
        if (layer.isHorizontal) {
          ctx.moveTo(x.getPixelForValue(low), y.getPixelForValue(py));
          ctx.lineTo(x.getPixelForValue(high), y.getPixelForValue(py));
        } else {
          ctx.moveTo(x.getPixelForValue(px), y.getPixelForValue(low));
          ctx.lineTo(x.getPixelForValue(px), y.getPixelForValue(high));
        }
        ctx.stroke();
      }
    });
  }
  function across(chart, layer) {
    clipped(chart, (ctx, x, y) => {
      const area = chart.chartArea;
      ctx.strokeStyle = colour(layer.ink);
      ctx.lineWidth = layer.width;
      ctx.setLineDash(dashes[layer.dash]);
      for (const [at] of layer.data) {
        ctx.beginPath();
        if (layer.kind === "vertical") {
          ctx.moveTo(x.getPixelForValue(at), area.top);
          ctx.lineTo(x.getPixelForValue(at), area.bottom);
        } else {
          ctx.moveTo(area.left, y.getPixelForValue(at));
          ctx.lineTo(area.right, y.getPixelForValue(at));
        }
        ctx.stroke();
      }
    });
  }
  function labels(chart, layer) {
    const { ctx, scales: { x, y } } = chart;
    ctx.save();
    ctx.fillStyle = colour(layer.ink);
    ctx.font = "13px system-ui, sans-serif";
    ctx.textBaseline = "middle";
    layer.data.forEach(([px, py], i) => {
      ctx.textAlign = layer.anchors[i];
      ctx.fillText(layer.texts[i], x.getPixelForValue(px), y.getPixelForValue(py));
    });
    ctx.restore();
  }

  // Chart.js forgets the dashes of a line when it stands in the legend.
  function dashed(chart) {
    const items = window.Chart.defaults.plugins.legend.labels.generateLabels(chart);
    for (const item of items) item.lineDash = chart.data.datasets[item.datasetIndex].borderDash;
    return items;
  }

  function draw(place) {
    if (!window.Chart) return;
    const figure = JSON.parse(place.dataset.chart);
    const old = charts.get(place);
    if (old) old.destroy();
    place.replaceChildren();
    const canvas = document.createElement("canvas");
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", place.dataset.title + ". The numbers follow as a table.");
    place.append(canvas);
    const narrow = place.clientWidth < 480;
    place.style.height = Math.min(figure.height, narrow ? 0.8 * figure.height + 60 : figure.height) + "px";
    const scales = { x: scale(figure.x, figure.layers, "x", narrow), y: scale(figure.y, figure.layers, "y", narrow) };
    if (figure.top) {
      const top = scale({ ...figure.top, lower: scales.x.min, upper: scales.x.max }, [], "x", narrow);
      scales.top = { ...top, position: "top", grid: { drawOnChartArea: false, color: colour("grid"), borderColor: colour("ink") } };
    }
    charts.set(place, new window.Chart(canvas, {
      type: "line",
      data: { datasets: datasets(figure.layers) },
      plugins: [extras],
      options: {
        animation: false, parsing: false, normalized: false, responsive: true, maintainAspectRatio: false, scales,
        layout: { padding: { right: 12 } },
        plugins: {
          legend: {
            display: figure.hasKey && figure.layers.some((l) => l.name !== undefined), onClick: null,
            labels: { color: colour("ink"), usePointStyle: true, pointStyleWidth: 34, generateLabels: dashed, filter: (item, data) => data.datasets[item.datasetIndex].named },
          },
          tooltip: { enabled: figure.layers.some((l) => l.kind === "line" || l.kind === "symbols"), intersect: false, mode: "nearest" },
        },
      },
    }));
  }

  // Draws what is in `root` and closes the tables behind the figures, but for those in `open`.
  function drawAll(root, open = new Set()) {
    for (const [place, chart] of charts) if (!place.isConnected) { chart.destroy(); charts.delete(place); }
    if (!window.Chart) return;
    for (const place of root.querySelectorAll("[data-chart]")) {
      draw(place);
      const details = place.parentElement.querySelector("details");
      if (details) details.open = open.has(place.parentElement.id);
    }
  }

  window.lookalikeFigures = { drawAll };
  drawAll(document);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { for (const place of charts.keys()) draw(place); });
  addEventListener("beforeprint", () => { for (const details of document.querySelectorAll("figure details")) details.open = true; });
})();
