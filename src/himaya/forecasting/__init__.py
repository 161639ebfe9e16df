"""Forecasts of the next raid from the record: models, scores, backtest."""
