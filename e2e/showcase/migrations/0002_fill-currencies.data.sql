insert into showcase.currencies (code, decimals) values ('SAR', 2), ('KWD', 3), ('JPY', 0);
