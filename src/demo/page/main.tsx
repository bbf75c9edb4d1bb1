import { render } from 'preact';
import { App } from './view/App.js';
import './page.css';

render(<App />, document.getElementById('page')!);
